"""What the child takes from itself before it runs a person's code."""

import ctypes
import struct
import sys

import pytest

from studycli.sandbox import confine
from studycli.sandbox.limits import USUAL

resource = pytest.importorskip("resource")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the filter is for the kernel of Linux")

ALLOW, REFUSE, ABSENT = 0x7FFF0000, 0x00050001, 0x00050026


class Libc:
    """Notes which functions of the C library are called."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def prctl(self, *arguments: object) -> int:
        self.calls.append(("prctl", arguments[0]))
        return 0

    def unshare(self, flags: int) -> int:
        self.calls.append(("unshare", flags))
        return 0


def decide(code: bytes, audit: int, number: int, first: int = 0) -> int:
    """Return what a filter says of a system call: the kernel's rules for the few instructions that it has."""
    steps = [struct.unpack_from("HBBI", code, at) for at in range(0, len(code), 8)]
    data = {0: number, 4: audit, 16: first}
    at = held = 0
    while True:
        what, yes, no, operand = steps[at]
        at += 1
        if what == 0x20:
            held = data[operand]
        elif what == 0x06:
            return int(operand)
        else:
            at += yes if (held == operand if what == 0x15 else held & operand) else no


@pytest.mark.parametrize(
    ("machine", "calls"),
    [
        # numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of the kernel
        (
            "x86_64",
            {"read": 0, "socket": 41, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "clone3": 435},
        ),
        ("aarch64", {"read": 63, "socket": 198, "clone": 220, "execve": 221, "clone3": 435}),
    ],
)
def test_the_filter_refuses_processes_and_sockets_alone(machine: str, calls: dict[str, int]) -> None:
    known = confine._CALLS[machine]
    code = confine.filter_code(known)
    refused = {name for name, number in calls.items() if decide(code, known.audit, number) == REFUSE}
    assert refused == {"socket", "clone", "fork", "vfork"} & calls.keys()
    assert decide(code, known.audit, calls["clone3"]) == ABSENT
    assert decide(code, known.audit, calls["read"]) == ALLOW
    assert decide(code, known.audit, calls["clone"], first=0x003D0F00) == ALLOW  # a thread


def test_another_architecture_is_left_alone() -> None:
    """Its numbers mean other calls."""
    assert decide(confine.filter_code(confine._CALLS["x86_64"]), 0x40000003, 41) == ALLOW


@linux
@pytest.mark.parametrize(
    ("machine", "calls", "alone"),
    [
        ("riscv64", [("prctl", 1), ("unshare", 0x50000000)], False),
        ("x86_64", [("prctl", 1), ("prctl", 38), ("prctl", 22)], True),
    ],
)
def test_without_a_filter_the_network_is_left_by_a_namespace(
    machine: str, calls: list[tuple[object, ...]], alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    libc = Libc()
    monkeypatch.setattr(confine.platform, "machine", lambda: machine)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: libc)
    assert confine._refuse_processes_and_network() is alone
    assert libc.calls == calls


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int]]:
    """Return the limits that are set, by their names, of a system that refuses one of memory."""
    found: dict[str, tuple[int, int]] = {}
    names = {getattr(resource, name): name for name in dir(resource) if name.startswith("RLIMIT_")}

    def limit(which: int, amounts: tuple[int, int]) -> None:
        if which == resource.RLIMIT_AS:
            raise ValueError("current limit exceeds maximum limit")
        found[names[which]] = amounts

    monkeypatch.setattr(resource, "setrlimit", limit)
    return found


LIMITED = {"RLIMIT_CORE": (0, 0), "RLIMIT_CPU": (10, 11), "RLIMIT_FSIZE": (USUAL.file, USUAL.file)}


def test_a_limit_that_the_system_refuses_is_left_out(wanted: dict[str, tuple[int, int]]) -> None:
    confine._set_resources(USUAL, alone=True)
    assert wanted == LIMITED


def test_processes_are_counted_where_nothing_else_refuses_them(wanted: dict[str, tuple[int, int]]) -> None:
    confine._set_resources(USUAL, alone=False)
    assert wanted == LIMITED | {"RLIMIT_NPROC": (1, 1)}


def test_a_limit_that_the_system_lacks_is_left_out(
    wanted: dict[str, tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(resource, "RLIMIT_NPROC")
    confine._set_resources(USUAL, alone=False)
    assert wanted == LIMITED


def test_where_there_are_no_such_limits_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine.sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "resource", None)
    confine.confine(USUAL)
