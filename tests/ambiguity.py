"""Whether a regular expression may take exponential time: a loop that reads the same text in two ways (exponential
ambiguity, Weber and Seidl 1991).  Python's `re` tries all ways before it gives up, so a subject of ten words may last
for ever.

The expression becomes its position automaton (Glushkov 1961); where a loop has two runs of the same text from one of
its positions back to it, it is ambiguous.  Characters are those of a small alphabet and those that stand in the
expression's ranges of it; what looks around, and marks of borders, are taken for nothing, so an expression may be
called ambiguous that only they make certain: write it so that it is without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any

# What `re` makes of an expression before it is compiled; there is no public way to it.
_parser: Any = import_module("re._parser")
_op: Any = import_module("re._constants")

#: All of ASCII that people type, and one letter or mark of each kind that the patterns speak of.
_ALPHABET = [chr(code) for code in range(32, 127)] + list("\n\t\r\0àếđб\u00a0…–“不0。")
_BIT = {char: 1 << place for place, char in enumerate(_ALPHABET)}
_ALL = (1 << len(_ALPHABET)) - 1
_FEW = 14  #: times that one character is written out as so many positions; more are a loop
_SOME = 30  #: times that a longer stretch is

_Positions = list[int]


def _those(holds: Callable[[str], bool]) -> int:
    return sum(bit for char, bit in _BIT.items() if holds(char))


_CATEGORY = {
    _op.CATEGORY_DIGIT: _those(str.isdigit),
    _op.CATEGORY_SPACE: _those(str.isspace),
    _op.CATEGORY_WORD: _those(lambda char: char.isalnum() or char == "_"),
}
_CATEGORY |= {
    _op.CATEGORY_NOT_DIGIT: _ALL & ~_CATEGORY[_op.CATEGORY_DIGIT],
    _op.CATEGORY_NOT_SPACE: _ALL & ~_CATEGORY[_op.CATEGORY_SPACE],
    _op.CATEGORY_NOT_WORD: _ALL & ~_CATEGORY[_op.CATEGORY_WORD],
}
#: A stretch of an expression: in how many ways it may be empty, where it begins, where it ends.
_Stretch = tuple[int, _Positions, _Positions]


def ambiguous(pattern: re.Pattern[Any]) -> str | None:
    """A text that some loop of a pattern reads in two ways, None without one."""
    written = pattern.pattern
    if isinstance(written, bytes):
        written = written.decode("latin-1")
    flags = pattern.flags & ~re.DEBUG
    automaton = _Automaton()
    automaton.sequence(_parser.parse(written, flags), flags)
    return next(automaton.read_twice(), None)


class _Automaton:
    """Positions of an expression, which characters stand there, and what follows each."""

    def __init__(self) -> None:
        self._chars: list[int] = []
        self._follow: dict[int, dict[int, int]] = {}  #: how many ways lead from one to the other

    # ----------------------------------------------------------------------- making

    def sequence(self, items: Iterable[tuple[Any, Any]], flags: int) -> _Stretch:
        """Stretches one behind the other."""
        return self._joined(found for item in items if (found := self._item(*item, flags)) is not None)

    def _joined(self, stretches: Iterable[_Stretch]) -> _Stretch:
        empty, first, last = 1, [], []
        for ways, begins, ends in stretches:
            self._link(last, begins)
            first = first + begins * empty
            last = last * ways + ends
            empty *= ways
        return empty, first, last

    def _item(self, op: Any, said: Any, flags: int) -> _Stretch | None:
        """None for what reads no character."""
        if op in (_op.LITERAL, _op.NOT_LITERAL, _op.ANY, _op.IN):
            position = len(self._chars)
            self._chars.append(_characters(op, said, flags))
            return 0, [position], [position]
        if op is _op.SUBPATTERN:
            _, added, removed, inside = said
            return self.sequence(inside, (flags | added) & ~removed)
        if op is _op.ATOMIC_GROUP:
            return self.sequence(said, flags)
        if op is _op.BRANCH:
            return self._either(said[1], flags)
        if op is _op.GROUPREF_EXISTS:
            return self._either([branch or [] for branch in said[1:]], flags)
        if op in (_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT):
            return self._repeated(*said, flags, given_back=op is not _op.POSSESSIVE_REPEAT)
        if op is _op.AT and said in (_op.AT_END, _op.AT_END_STRING) and not flags & re.MULTILINE:
            return 0, [], []  # nothing comes behind it
        return None

    def _either(self, branches: Iterable[Any], flags: int) -> _Stretch:
        found = [self.sequence(branch, flags) for branch in branches]
        return sum(it[0] for it in found), [at for it in found for at in it[1]], [at for it in found for at in it[2]]

    def _repeated(self, least: int, most: Any, inside: Any, flags: int, *, given_back: bool) -> _Stretch:
        single = len(inside) == 1 and inside[0][0] in (_op.LITERAL, _op.NOT_LITERAL, _op.ANY, _op.IN)
        if most is _op.MAXREPEAT or most > (_FEW if single else _SOME):
            empty, first, last = self.sequence(inside, flags)
            if given_back:
                self._link(last, first)
            return (empty if least else 1), first, last
        copies = (self.sequence(inside, flags) for _ in range(most))
        return self._joined((empty if number < least else 1, *ends) for number, (empty, *ends) in enumerate(copies))

    def _link(self, ends: _Positions, begins: _Positions) -> None:
        for end in ends:
            ways = self._follow.setdefault(end, {})
            for begin in begins:
                ways[begin] = ways.get(begin, 0) + 1

    # ----------------------------------------------------------------------- asking

    def read_twice(self) -> Iterator[str]:
        """A text for each loop that two runs go through."""
        for loop in _components(range(len(self._chars)), lambda at: self._follow.get(at, ())):
            inside = set(loop)
            follow = {at: [to for to in self._follow.get(at, ()) if to in inside] for at in loop}
            for at in loop:
                if any(self._follow[at][to] > 1 for to in follow[at]):
                    yield f"{_shown(self._chars[at])} (by two ways at once)"
                    break
            yield from self._pairs(follow)

    def _pairs(self, follow: dict[int, list[int]]) -> Iterator[str]:
        """Two runs that begin and end together in a loop, and part between."""

        def both(pair: tuple[int, int]) -> list[tuple[int, int]]:
            one, other = pair
            return [(a, b) for a in follow[one] for b in follow[other] if self._chars[a] & self._chars[b]]

        together = [(at, at) for at in follow]
        reached = set(together)
        while together:
            for pair in both(together.pop()):
                if pair not in reached:
                    reached.add(pair)
                    together.append(pair)
        for circle in _components(sorted(reached), both):
            joined = [pair for pair in circle if pair[0] == pair[1]]
            if joined and len(joined) < len(circle):
                inside = set(circle)
                parted = {pair for pair in circle if pair[0] != pair[1]}
                there, text = self._way(joined[0], parted, both, inside)
                _, back = self._way(there, {joined[0]}, both, inside)
                yield text + back

    def _way(
        self,
        start: tuple[int, int],
        goals: set[tuple[int, int]],
        both: Callable[[tuple[int, int]], list[tuple[int, int]]],
        inside: set[tuple[int, int]],
    ) -> tuple[tuple[int, int], str]:
        """The nearest of some goals, and the text that leads there."""
        todo = [(start, "")]
        seen = set()
        for pair, text in todo:
            for following in both(pair):
                if following in inside and following not in seen:
                    seen.add(following)
                    longer = text + _shown(self._chars[following[0]] & self._chars[following[1]])
                    if following in goals:
                        return following, longer
                    todo.append((following, longer))
        raise AssertionError("a component is connected")


def _characters(op: Any, said: Any, flags: int) -> int:
    if op is _op.ANY:
        return _ALL if flags & re.DOTALL else _ALL & ~_BIT["\n"]
    if op is _op.LITERAL:
        return _range(said, said, flags & re.IGNORECASE)
    if op is _op.NOT_LITERAL:
        return _ALL & ~_range(said, said, flags & re.IGNORECASE)
    found, negated = 0, False
    for kind, what in said:
        if kind is _op.NEGATE:
            negated = True
        elif kind is _op.CATEGORY:
            found |= _CATEGORY[what]
        elif kind is _op.RANGE:
            found |= _range(*what, flags & re.IGNORECASE)
        else:
            found |= _range(what, what, flags & re.IGNORECASE)
    return _ALL & ~found if negated else found


@cache
def _range(first: int, last: int, in_any_case: int) -> int:
    def holds(char: str) -> bool:
        return first <= ord(char) <= last

    return _those(lambda it: holds(it) or bool(in_any_case and (holds(it.lower()) or holds(it.upper()))))


def _shown(characters: int) -> str:
    readable = sorted(_ALPHABET, key=lambda char: not char.islower())
    return next((char for char in readable if characters & _BIT[char]), "?")


def _components(nodes: Sequence[Any], follow: Callable[[Any], Iterable[Any]]) -> Iterator[list[Any]]:
    """Strongly connected ones with a way back to themselves (Tarjan 1972), without recursion."""
    index: dict[Hashable, int] = {}
    low: dict[Hashable, int] = {}
    waiting: list[Any] = []
    on: set[Hashable] = set()
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter(follow(root)))]
        index[root] = low[root] = len(index)
        waiting.append(root)
        on.add(root)
        while work:
            node, rest = work[-1]
            for following in rest:
                if following not in index:
                    index[following] = low[following] = len(index)
                    waiting.append(following)
                    on.add(following)
                    work.append((following, iter(follow(following))))
                    break
                if following in on:
                    low[node] = min(low[node], index[following])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = []
                    while not component or component[-1] != node:
                        component.append(waiting.pop())
                        on.discard(component[-1])
                    if len(component) > 1 or node in set(follow(node)):
                        yield component
