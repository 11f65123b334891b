"""``study config``: the settings in force."""

import os

from studycli.cli.call import Call
from studycli.cli.command import Json, command


@command("study config", "study config --json")
def config(call: Call, json: Json = False) -> None:
    """Show the settings in force, and where each comes from.

    What is printed is TOML, as study.toml holds it; that file is the place to change a setting.
    """
    from studycli.settings import FILE_NAME, TABLE, toml_value

    root = call.root()
    settings = call.settings(root)._asdict()
    path = os.path.join(root, FILE_NAME)
    if json:
        from studycli.cli.output import print_json

        print_json({"file": path if os.path.exists(path) else None, "settings": settings})
        return
    print(f"# {path}{'' if os.path.exists(path) else ' (not there: all settings are at their defaults)'}")
    for row in TABLE:
        value = settings[row.field]
        line = f"{row.name} = {toml_value(value)}"
        print(
            f"{line:<32}# default"
            if value == row.default
            else f"{line:<32}# default: {toml_value(row.default)}"
        )
