"""Invariants are checked on machines that do other work besides: no time limit per example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no time limit per example", deadline=None)
settings.load_profile("no time limit per example")
