"""A process without network, by its own choice: the seccomp filter (seccomp(2)) for whoever reads strangers' files.

Needs no privilege and works where namespaces are refused, as below our own hardened unit and in many containers.  It
stays in force for every process that is started from there.  Here is the program alone; who applies it may be another
Python, outside of ours (`render.worker`).  Imports nothing of ours.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2

# The numbers are the kernel's ABI.
_SYSCALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  #: machine → (AUDIT_ARCH, socket)
_IO_URING_SETUP = 425  #: io_uring can open sockets past a seccomp filter


def no_network(machine: str | None = None) -> bytes:
    """The filter under which socket(2) gives UNIX sockets only, as an array of struct sock_filter; empty where the
    numbers of this machine are not known.
    """
    known = _SYSCALLS.get(machine or platform.machine())
    if known is None:
        return b""
    arch, socket_call = known
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_JMP|JGE|K, BPF_RET|K
    allow, deny = 0x7FFF0000, 0x00050000 | errno.EAFNOSUPPORT
    program = [  # (code, jump if true, jump if false, operand); struct seccomp_data: nr at 0, arch at 4, args at 16
        (load, 0, 0, 4),
        (equal, 0, 7, arch),
        (load, 0, 0, 0),
        (at_least, 5, 0, 0x40000000),  # the x32 numbers of x86_64
        (equal, 4, 0, _IO_URING_SETUP),
        (equal, 0, 2, socket_call),
        (load, 0, 0, 16),
        (equal, 0, 1, 1),  # AF_UNIX
        (give, 0, 0, allow),
        (give, 0, 0, deny),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in program)


def apply(libc: ctypes.CDLL, program: bytes) -> bool:
    """Puts this thread and all it starts under the filter, for good.  True when it is in force."""
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if not program:
        return False
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))  # struct sock_fprog
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_char_p(header), 0, 0) == 0)
