"""What is quoted of an element that stands under a heading of it.  PURE.

"4. Kết quả và bài học kinh nghiệm" proves of neither that it is told: of such a heading the sentence below it is quoted
that shows the element most.  A heading of one element is quoted with the first sentence under it that is
not about the school.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from daemon.checks.headings import Headings
from daemon.checks.hollow import weight
from daemon.checks.naming import QUOTE
from daemon.checks.places import excerpt
from daemon.config import Config, Element, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import Passage, any_of, passage, sentences

_TELLING_WORDS = 8  #: a shorter sentence ("Đó là ba cái đích.") points at what others say
_HEADINGS_OVER_TEXT = 2  #: "III. Kết quả", right below it "1. Về số lượng": its first sentence stands below that


def quoted(headings: Headings, lines: Sequence[Line], config: Config) -> dict[str, str]:
    """The quotation of each element that a heading names, by its id; of one in a line with its text, as it was."""
    together: Mapping[int, list[Element]] = defaultdict(list)
    for element in config.elements:
        if element.id in headings.found:
            together[headings.lines[element.id]].append(element)
    return {
        element.id: _quote(headings.found[element.id], _below(at, headings, lines), element, named, config.vocabulary)
        for at, named in together.items()
        for element in named
    }


def _quote(
    heading: str, section: Sequence[Passage], element: Element, named: Sequence[Element], vocabulary: Vocabulary
) -> str:
    if not section:
        return heading
    if len(named) == 1:
        head = heading.rstrip(" .:")
        # "Nhà trường có ba khoa.  Lập nhóm liên khoa là để ...": what stands first may be about the school.
        to_the_matter = (at for at, said in enumerate(section) if not _is_background(said, element, vocabulary))
        at = next(to_the_matter, 0)
        return excerpt(f"{head}{' ' if head.endswith('?') else ': '}{'… ' if at else ''}{section[at].text}", QUOTE)
    shows = max(section, key=lambda said: (len(said.words) >= _TELLING_WORDS, _lead(said, element, named)))
    return excerpt(shows.text, QUOTE) if _lead(shows, element, named) > 0 else heading


def _is_background(said: Passage, element: Element, vocabulary: Vocabulary) -> bool:
    return weight(said, element) == 0 and any_of(said, vocabulary.background_words) is not None


def _lead(said: Passage, element: Element, named: Sequence[Element]) -> int:
    """How much more of an element a sentence says than of the others in its heading."""
    return weight(said, element) - max(weight(said, it) for it in named if it is not element)


def _below(at: int, headings: Headings, lines: Sequence[Line]) -> list[Passage]:
    """The sentences under a heading on a line of its own."""
    if at not in headings.ends:
        return []
    below: Sequence[Line] = ()
    for _ in range(_HEADINGS_OVER_TEXT):
        end = headings.ends[bisect_right(headings.ends, at)]
        below, at = lines[at + 1 : end], end
        if below or at not in headings.ends[:-1]:
            break
    return [passage(text) for line in below for text in sentences(line.text)]
