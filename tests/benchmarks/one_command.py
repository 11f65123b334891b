"""A typer program with one command: the least that a program with typer takes."""

import typer

app = typer.Typer()


@app.command()
def hello(name: str = "you") -> None:
    """Greet someone."""
    print(f"Hello {name}")


if __name__ == "__main__":
    app()
