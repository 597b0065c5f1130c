"""Copies of a paper for its author: decided by `copies`, made by the reader's process, looked at by the judge.

Composes what it is given, as `judge` does.  A copy is a kindness: when making one fails, there is none, and the paper
is judged and acknowledged all the same.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Protocol

from daemon import copies
from daemon.config import Config
from daemon.copies import NO_COPIES, Copies
from daemon.errors import ReadError
from daemon.model import Address, Annotation, Judgement, Lang, Reader

log = logging.getLogger(__name__)


class Judges(Protocol):
    """What judges a paper file (`daemon.judge.Judge`)."""

    def file(
        self, data: bytes, filename: str, *, sender: Address | None = None, arrived_at: datetime | None = None
    ) -> Judgement:
        """Every check applied."""
        ...


class Copyist:
    """Makes copies of papers of one conference."""

    def __init__(self, config: Config, reader: Reader, judge: Judges) -> None:
        self._config = config
        self._reader = reader
        self._judge = judge

    def copies(
        self,
        data: bytes,
        judgement: Judgement,
        *,
        when: datetime,
        sender: Address | None,
        arrived_at: datetime | None,
        lang: Lang = Lang.VI,
    ) -> Copies:
        """What the author of a judged file gets back.  `sender` and `arrived_at` as it was judged with; `when` is
        the time the comments bear, on the clock of whoever reads them, and `lang` what they are written in.
        """
        if len(data) > copies.MAX_ATTACHED or not copies.is_word(judgement):
            return NO_COPIES
        annotated = self._annotated(data, judgement, when, lang)
        return Copies(annotated, *self._corrected(data, judgement, sender, arrived_at), lang)

    def _annotated(self, data: bytes, judgement: Judgement, when: datetime, lang: Lang) -> bytes | None:
        remarks = copies.remarks(judgement, self._config, lang)
        if not remarks:
            return None
        name = self._config.named(lang).secretariat.name
        initials = "".join(word[0] for word in name.split()).upper()
        try:
            return self._reader.annotated(data, Annotation(remarks, name, initials, when, lang=lang))
        except ReadError as error:
            log.warning("%s: no annotated copy: %s", judgement.filename, error)
            return None

    def _corrected(
        self, data: bytes, judgement: Judgement, sender: Address | None, arrived_at: datetime | None
    ) -> tuple[bytes | None, int | None]:
        """Only one that passes: another font has other widths, and the paper must not have become too long.  Its
        pages where it has.
        """
        if not copies.may_correct(judgement):
            return None, None
        try:
            corrected = self._reader.corrected(data, self._config.rules.font)
        except ReadError as error:
            log.warning("%s: no corrected copy: %s", judgement.filename, error)
            return None, None
        if corrected is None:
            return None, None
        after = self._judge.file(corrected, judgement.filename, sender=sender, arrived_at=arrived_at)
        return (corrected, None) if copies.is_mended(judgement, after) else (None, copies.grown_to(after))
