"""Fixtures of the renderer's tests."""

from __future__ import annotations

import subprocess

import pytest


@pytest.fixture(scope="session")
def namespaces() -> None:
    """Bubblewrap can make namespaces here; in some containers and in a chroot nobody can (user_namespaces(7))."""
    command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"bubblewrap makes no namespaces on this machine: {done.stderr.strip()}")
