"""What the child takes from itself before it runs a person's code: memory, time, processes, the network.

All of it is for the child alone and cannot be taken back by it. A limit that the system does not know is left out.
"""

from __future__ import annotations

import contextlib
import errno
import platform
import signal
import struct
import sys
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ctypes

    from studycli.sandbox.limits import Limits

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_FILTER = 2  # SECCOMP_MODE_FILTER
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000  # CLONE_NEWUSER | CLONE_NEWNET
_THREAD = 0x00010000  # CLONE_THREAD

# Of the filter's language (classic BPF): load a word, jump where equal or where a bit is set, return.
_LOAD, _EQUAL, _BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data, bytes
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000


class _Calls(NamedTuple):
    """Numbers of system calls on one architecture; fork and vfork are absent (-1) on newer ones."""

    audit: int
    clone: int
    clone3: int
    socket: int
    fork: int = -1
    vfork: int = -1


_CALLS = {
    "x86_64": _Calls(0xC000003E, clone=56, clone3=435, socket=41, fork=57, vfork=58),
    "aarch64": _Calls(0xC00000B7, clone=220, clone3=435, socket=198),
}


def confine(limits: Limits) -> None:
    """Set every limit that the system knows."""
    alone = sys.platform == "linux" and _refuse_processes_and_network()
    with contextlib.suppress(ImportError):  # Windows
        _set_resources(limits, alone=alone)


def _set_resources(limits: Limits, *, alone: bool) -> None:
    """Limit memory, processor time and files; and processes, where nothing else refuses them."""
    import resource

    seconds = ceil(limits.seconds)
    wanted = {
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_CPU": (seconds, seconds + 1),  # a signal of its own at the first, SIGKILL at the second
        "RLIMIT_AS": (limits.memory, limits.memory),
        "RLIMIT_FSIZE": (limits.file, limits.file),
    }
    if not alone:
        # counts all processes of the person, of whom one is always there; on Linux its threads too
        wanted["RLIMIT_NPROC"] = (1, 1)
    for name, amounts in wanted.items():
        which = getattr(resource, name, None)
        if which is not None:
            # macOS refuses RLIMIT_AS below what is in use; a hard limit below ours stays
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(which, amounts)


def _refuse_processes_and_network() -> bool:
    """Let the kernel refuse both, or leave its network alone; tell whether it refuses processes."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # not to outlive the program that asked
    if _install_filter(libc):
        return True
    libc.unshare(_NEW_USER_AND_NETWORK)
    return False


def _install_filter(libc: ctypes.CDLL) -> bool:
    """Let the kernel refuse new processes (not threads) and sockets; tell whether it does."""
    import ctypes

    calls = _CALLS.get(platform.machine())
    if calls is None:
        return False

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    code = filter_code(calls)
    held = ctypes.create_string_buffer(code, len(code))
    program = Program(len(code) // 8, ctypes.addressof(held))
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program)) == 0)


def filter_code(calls: _Calls) -> bytes:
    """Return the filter: eight bytes an instruction (code, jump if true, jump if false, operand)."""

    def step(code: int, operand: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("HBBI", code, yes, no, operand)

    refuse = step(_RETURN, _ERRNO | errno.EPERM)
    allow = step(_RETURN, _ALLOW)
    whole = [number for number in (calls.socket, calls.fork, calls.vfork) if number >= 0]
    return b"".join(
        [
            step(_LOAD, _ARCHITECTURE),
            step(_EQUAL, calls.audit, yes=1),
            allow,
            step(_LOAD, _NUMBER),
            # clone3 hides its flags behind a pointer: 'no such call' makes the C library take clone
            step(_EQUAL, calls.clone3, no=1),
            step(_RETURN, _ERRNO | errno.ENOSYS),
            *(step(_EQUAL, number, no=1) + refuse for number in whole),
            step(_EQUAL, calls.clone, no=3),
            step(_LOAD, _FIRST_ARGUMENT),
            step(_BIT, _THREAD, yes=1),
            refuse,
            allow,
        ]
    )
