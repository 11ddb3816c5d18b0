"""Take from this process what the kernel can take: Linux' seccomp, for a process that is fed what is not to be trusted.

Python's audit hook stops a library that is talked into something; it does not stop native code that a parser's fault
lets in. After ``confine`` the kernel itself refuses, with EPERM, to open a socket of any kind (the embedded Valkey
listens on one), to start a program, and to look into another process of the same user (which holds the tokens).

The filter is that of seccomp(2), written as the classic BPF program which that page describes; the numbers are those of
the two architectures' system call tables.
"""

import ctypes
import platform
import struct
import sys
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class _Machine:
    """An architecture: its AUDIT_ARCH, the number of seccomp(2), and the system calls that are refused."""

    arch: int
    seccomp: int
    refused: tuple[int, ...]


_MACHINES: Final = {
    # socket, connect, accept, sendto, sendmsg, bind, listen, socketpair, fork, vfork, execve, kill, ptrace, mount,
    # unshare, accept4, perf_event_open, process_vm_readv, process_vm_writev, bpf, execveat, userfaultfd, pidfd_open,
    # io_uring_setup, pidfd_getfd
    "x86_64": _Machine(
        0xC000003E, 317,
        (41, 42, 43, 44, 46, 49, 50, 53, 57, 58, 59, 62, 101, 165, 272, 288, 298, 310, 311, 321, 322, 323, 434, 425,
         438),
    ),
    # the same, but for fork and vfork, which this architecture does not have
    "aarch64": _Machine(
        0xC00000B7, 277,
        (198, 203, 202, 206, 211, 200, 201, 199, 221, 129, 117, 40, 97, 242, 241, 270, 271, 280, 281, 282, 434, 425,
         438),
    ),
}  # fmt: skip
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCH = 0, 4  # offsets in struct seccomp_data
_X32 = 0x40000000  # a second numbering of x86_64's calls
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ERRNO with EPERM
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_NO_NEW_PRIVILEGES = 38


def confine() -> bool:
    """Confine this process, all its threads, and what they start; whether the kernel took it.

    False on a system that is not Linux, on other processors, and where the kernel has no seccomp: nothing changes then.
    """
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None:
        return False
    code = b"".join(_instructions(machine))
    program = ctypes.create_string_buffer(code)
    # struct sock_fprog: the number of instructions, and where they stand
    filter_ = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(program)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.syscall(machine.seccomp, _SET_MODE_FILTER, _ALL_THREADS, filter_) == 0)


def _instructions(machine: _Machine) -> list[bytes]:
    """The program: another architecture's calls and the refused ones end at the last instruction but one."""
    checks = [(_AT_LEAST, _X32), *((_EQUAL, number) for number in machine.refused)]
    jumps = [
        _instruction(code, value, yes=len(checks) - at, no=0) for at, (code, value) in enumerate(checks)
    ]  # the way to REFUSE: over the checks that follow, and over ALLOW
    return [
        _instruction(_LOAD, _ARCH),
        _instruction(_EQUAL, machine.arch, yes=0, no=len(checks) + 2),
        _instruction(_LOAD, _NUMBER),
        *jumps,
        _instruction(_RETURN, _ALLOW),
        _instruction(_RETURN, _REFUSE),
    ]


def _instruction(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)
