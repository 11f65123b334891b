"""A typer program with one command that needs NumPy: the least that a program with both takes."""

import numpy as np
import typer

app = typer.Typer()


@app.command()
def hello(name: str = "you") -> None:
    """Greet someone with a number."""
    print(f"Hello {name}, {np.ones(3).sum():g}")


if __name__ == "__main__":
    app()
