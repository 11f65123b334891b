"""Which vault a path belongs to: the one at hand, another one, or none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from studycli.errors import FilterError, VaultError
from studycli.store.vault import SETTINGS_FILE, find_vault

if TYPE_CHECKING:
    from collections.abc import Mapping


class Place(NamedTuple):
    """Where a path is.

    Attributes:
        root: The folder of its vault; for a path outside of any, its own folder.
        within: The path relative to `root`, with '/'; '' for all of it.
        is_vault: Whether `root` is a vault, in which the program may write.
    """

    root: str
    within: str
    is_vault: bool


def locate(path: str, option: str | None, environ: Mapping[str, str], cwd: str) -> Place:
    """Find a path from `cwd`, then from the vault; '' is the vault.

    Args:
        path: As it was typed.
        option: ``--vault``, as for `find_vault`.
        environ: The environment.
        cwd: The current folder.

    Raises:
        VaultError: The path is '' and there is no vault.
        FilterError: There is no such path.
    """
    if not path:
        return Place(find_vault(option, environ, cwd), "", is_vault=True)
    try:
        root = find_vault(option, environ, cwd)
    except VaultError:
        root = ""
    found = _existing(os.path.expanduser(path), cwd, root)
    for vault in (root, _vault_above(found)):
        within = _within(found, vault) if vault else None
        if within is not None:
            return Place(vault, within, is_vault=True)
    if os.path.isdir(found):
        return Place(found, "", is_vault=False)
    return Place(os.path.dirname(found), os.path.basename(found), is_vault=False)


def _existing(path: str, cwd: str, root: str) -> str:
    for folder in (cwd, root):
        candidate = os.path.normpath(os.path.join(folder, path))
        if folder and os.path.exists(candidate):
            return candidate
    where = f"{cwd} or in the vault {root}" if root else f"{cwd}, and there is no vault here"
    raise FilterError(f"There is no '{path}' in {where}.")


def _vault_above(path: str) -> str:
    """Return the nearest folder at or above a path that has a study.toml; '' without one."""
    while not os.path.isfile(os.path.join(path, SETTINGS_FILE)):
        parent = os.path.dirname(path)
        if parent == path:
            return ""
        path = parent
    return path


def _within(path: str, root: str) -> str | None:
    """Return a path relative to a folder that holds it; None where it does not."""
    for inner, outer in ((path, root), (os.path.realpath(path), os.path.realpath(root))):
        if inner == outer:
            return ""
        if inner.startswith(outer.rstrip(os.sep) + os.sep):
            return os.path.relpath(inner, outer).replace(os.sep, "/")
    return None
