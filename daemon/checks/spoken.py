"""The sentences of a paper, each with what stands around it: how evidence for the elements is read.  PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from daemon.checks.headings import element_at_head
from daemon.checks.naming import IN_QUOTES, speaks_of_models
from daemon.config import Config, Element, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import Hit, Passage, Phrase, any_of, passage, phrase, sentences

_MOST_SENTENCES = 10_000  #: of a text: some ten times what a long paper has
#: Names and kinds of its model that are looked for, and mentions in one sentence beyond which it is no sentence.
_SUBJECTS, _MENTIONS = 6, 20
_OPENED_WORDS = 8  #: of a sentence that a paragraph begins with


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and what stands around it."""

    words: Passage
    paragraph: int
    opening: str | None = None  #: the element that a paragraph begins with: "Nội dung lớp học gồm ..."
    as_model: Passage | None = None  #: with "mô hình" where it calls its model by name or kind
    names_model: bool = False  #: by name, by kind or as a model
    #: Its paragraph or one of the two before speaks of a model, or is under a heading of an element.
    about: bool = False
    under: Passage | None = None  #: the heading of something else than an element that it stands under
    of: Element | None = None  #: the element whose heading it stands under

    def readings(self) -> tuple[Passage, ...]:
        """As it stands, and as it would read if it said "mô hình"."""
        return (self.words,) if self.as_model is None else (self.words, self.as_model)


def said_in(lines: Sequence[Line], config: Config) -> list[Said]:
    """Sentences without the conference's own name, which speaks of models and experience by itself."""
    said = ((text, number) for number, line in enumerate(lines) for text in sentences(line.text))
    return [Said(without_conference(passage(text), config), at) for text, at in islice(said, _MOST_SENTENCES)]


def subject_of(title: Passage, called: Sequence[str | None], vocabulary: Vocabulary) -> tuple[Phrase, ...]:
    """What else the paper calls its model: the names in its title and text, and its kind ("câu lạc bộ")."""
    names = [match["name"] for match in IN_QUOTES.finditer(title.text)]
    names += [name for name in called if name]
    kinds = [kind for kind in vocabulary.model_kinds if title.has(phrase(kind))]
    wanted = (phrase(text) for text in dict.fromkeys([*names, *kinds, *vocabulary.model_words[1:]]))
    return tuple(sorted((it for it in wanted if it.length), key=lambda it: -it.length)[:_SUBJECTS])


def with_subject(
    texts: Sequence[Said], subject: Sequence[Phrase], headed: frozenset[int], config: Config
) -> list[Said]:
    """The sentences, and which of them speak of their model, by the names of `subject_of`; `headed`: lines under the
    headings of elements.
    """
    renamed = [_renamed(said, subject, config.vocabulary) for said in texts]
    about = headed | {said.paragraph for said in renamed if said.names_model}
    # Where the model was spoken of, a paragraph that begins "Kết quả rõ nhất là ..." goes on with it.
    phrases = tuple(text for element in config.elements for text in element.phrases)
    paragraph = -1
    for number, said in enumerate(renamed):
        first, paragraph = said.paragraph != paragraph, said.paragraph
        if first and about & {paragraph - 1, paragraph - 2}:
            begun = element_at_head(said.words, config.elements) if len(said.words.words) >= _OPENED_WORDS else None
            renamed[number] = replace(said, opening=begun.id) if begun is not None else said
            about |= {paragraph} if any_of(said.words, phrases) is not None else set()
    return [
        replace(said, about=bool(about & {said.paragraph, said.paragraph - 1, said.paragraph - 2})) for said in renamed
    ]


def _renamed(said: Said, subject: Sequence[Phrase], vocabulary: Vocabulary) -> Said:
    as_model = _as_model(said.words, subject, vocabulary)
    names_model = as_model is not None or speaks_of_models(said.words, vocabulary)
    return replace(said, as_model=as_model, names_model=names_model)


def _as_model(text: Passage, subject: Sequence[Phrase], vocabulary: Vocabulary) -> Passage | None:
    """The sentence as it would read if it said "mô hình"; None when it does not name its subject."""
    hits: list[Hit] = []
    for wanted in subject:
        hits += [
            hit for hit in text.hits(wanted) if not any(hit.first < it.last and it.first < hit.last for it in hits)
        ]
        if len(hits) > _MENTIONS:  # at once: each is held against all before it
            return None
    if not hits:
        return None
    pieces, at = [], 0
    for hit in sorted(hits, key=lambda it: it.first):
        pieces += [text.text[at : text.words[hit.first].start], vocabulary.model_words[0]]
        at = text.words[hit.last - 1].end
    return passage("".join([*pieces, text.text[at:]]))


def without_conference(words: Passage, config: Config) -> Passage:
    """The words, with a bar where the conference's name stood."""
    hit = words.find(phrase(config.conference.name))
    if hit is None:
        return words
    return passage(words.between(0, hit.first) + " | " + words.between(hit.last, len(words.words)))
