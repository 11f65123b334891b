"""Fixtures that every test may use."""

import signal
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("thorough", deadline=None, derandomize=True, max_examples=1000)
settings.load_profile("default")

# A shell's background job ignores Ctrl-C and so would every program that a test starts: take it back.
signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real notes beside the checkout, or skip the test where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real notes is not beside this checkout")
    return SHARED
