"""The filter that leaves a process without network: what the kernel makes of it."""

import subprocess
import sys

import pytest

from daemon.confinement import no_network

TRIES = """
import ctypes, os, socket, sys
from daemon import confinement
libc = ctypes.CDLL(None, use_errno=True)
assert confinement.apply(libc, confinement.no_network())
def attempt(make):
    try:
        make()
    except OSError as error:
        return error.strerror
    return "done"
print(attempt(lambda: socket.socket(socket.AF_UNIX)))
print(attempt(lambda: socket.socket(socket.AF_INET)))
print(attempt(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)))
print(attempt(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)))
print(libc.syscall(425, 8, None), os.strerror(ctypes.get_errno()))  # io_uring_setup
print(os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", "import socket; socket.socket()"]))
"""


@pytest.mark.skipif(not no_network(), reason="written for x86_64 and aarch64")
def test_sockets_of_the_machine_and_no_others() -> None:
    done = subprocess.run([sys.executable, "-c", TRIES], capture_output=True, text=True, check=True)
    refused = "Address family not supported by protocol"
    assert done.stdout.splitlines() == ["done", refused, refused, refused, f"-1 {refused}", "1"]


def test_a_machine_whose_numbers_are_not_known_has_none() -> None:
    """A filter with the wrong numbers would forbid something else."""
    assert no_network("riscv64") == b""
    assert no_network("x86_64") != no_network("aarch64")
