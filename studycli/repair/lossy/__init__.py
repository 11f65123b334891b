"""Mojibake of which characters were lost, restored by search: all that may have stood there, ranked by a model of Chinese."""

from studycli.repair.lossy.restoring import Restored, restore

__all__ = ["Restored", "restore"]
