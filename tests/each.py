"""One test for all rows of a long table: thousands of tests of a millisecond cost more in running than in testing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any


def each(argument: str, rows: Iterable[object]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The test is done for every row in turn, given as this argument; a failure names its row.  No row is a failure."""
    table = list(rows)

    def of(test: Callable[..., None]) -> Callable[..., None]:
        def for_each(*fixtures: Any, **named: Any) -> None:
            assert table
            for row in table:
                try:
                    test(*fixtures, **named, **{argument: row})
                except BaseException as error:
                    error.add_note(f"{argument} = {row!r}")
                    raise

        signature = inspect.signature(test)
        others = [parameter for name, parameter in signature.parameters.items() if name != argument]
        for_each.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        for_each.__name__, for_each.__doc__, for_each.__module__ = test.__name__, test.__doc__, test.__module__
        return for_each

    return of
