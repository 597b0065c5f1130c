"""Letters: what we write to people.  PURE but for `templating`, which reads the template folders, and
`chart`, which reads a font.

`environment(config)` → `Letters(config, environment)` → a `Letter` of the outbox → `compose` → bytes for SMTP.
A letter is written once, in `templates/NAME.j2`; it is rendered twice, with the blocks of `_blocks.html.j2` and with
those of `_blocks.txt.j2`, so that HTML and plain text say the same by construction.

Which language it has follows from its reader (`Config.lang_of`): the Vietnamese templates stand in `templates/`, the
English ones in `templates/en/`, and what Python writes itself in `wording` and `english`.

How letters look stands in `templates/_layout.html.j2` and is written into the elements by `inlining`.

Only this package imports jinja2, css_inline and PIL.
"""

from daemon.letters.calendar import ASKED, when, why, why_asked, why_digest
from daemon.letters.gallery import IndexEntry, index_html, report_html, standalone
from daemon.letters.mime import compose, possible_repeat, redirect
from daemon.letters.samples import samples
from daemon.letters.templating import environment, untranslated
from daemon.letters.writing import Letters

__all__ = [
    "ASKED",
    "IndexEntry",
    "Letters",
    "compose",
    "environment",
    "index_html",
    "possible_repeat",
    "redirect",
    "report_html",
    "samples",
    "standalone",
    "untranslated",
    "when",
    "why",
    "why_asked",
    "why_digest",
]
