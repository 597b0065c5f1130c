"""Bodies for reading: HTML → lines, and what a person newly wrote apart from what they quote.

No HTML library: mail HTML is rarely well-formed, and all we want is the words.  Linear in the length of the input.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from itertools import takewhile
from unicodedata import normalize

from daemon.text.references import unescaped

MAX_CHARACTERS = 300_000  #: of a body; nobody writes more, and every later rule looks at all of it

# --------------------------------------------------------------------------- HTML

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]*+)(?:(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>|[^<>]*+>)")
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "table",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "pre",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "dt",
        "dd",
        "center",
    ]
)
_SILENT = ("script", "style", "head", "title")
_SPACES = re.compile(r"[ \t\f\v\u00a0\u200b\ufeff]+")


def from_html(html: str) -> str:
    """The readable text of an HTML body, quoted blocks marked with "> " as in plain mail."""
    html = _without(html[: MAX_CHARACTERS * 8], "<!--", "-->")
    for name in _SILENT:
        html = _without(html, f"<{name}", f"</{name}")
    html = _DECLARATION.sub("", html)
    out: list[str] = []
    depth = 0
    position = 0
    for match in _TAG.finditer(html):
        out.append(_words(html[position : match.start()]))
        position = match.end()
        name, closing = match[2].lower(), bool(match[1])
        if name == "blockquote":
            depth = max(0, depth - 1) if closing else depth + 1
            out.append(f"\n\0{min(depth, 9)}")
        elif name in _BLOCKS:
            out.append("\n\n" if name == "p" and closing else "\n")
        elif name in {"td", "th"} and closing:
            out.append(" ")
    out.append(_words(html[position:]))
    return _lines("".join(out))


#: Where mail programs begin to quote; what stands below is another's.
_QUOTE = re.compile(r"<blockquote|gmail_quote|yahoo_quoted|divRplyFwdMsg|moz-cite-prefix", re.IGNORECASE)
_TABLE = re.compile(r"<(/?)table\b", re.IGNORECASE)
_TAG_OF_TEMPLATE = re.compile(r"<(a|div|span|p)\b[^<>]{0,2000}|@media\b[^{<]{0,80}", re.IGNORECASE)
#: What templates have and nobody's mail program writes: a link dressed as a button, a line that only the list of a
#: mailbox shows, rules for small screens.
_OF_TEMPLATES = tuple(
    tuple(re.compile(words, re.IGNORECASE) for words in together)
    for together in (
        (r"<a\b", r"\bbackground(-color)?\s*:", r"\bpadding\b"),
        (r"<a\b", r"\bclass\s*=\s*[\"']?[^\"']{0,80}\b(btn|button)\b"),
        (r"<(div|span|p)\b", r"\bdisplay\s*:\s*none\b", r"\b(max-height|font-size|opacity)\s*:\s*[01]\b"),
        (r"@media\b", r"\b(max|min)-(device-)?width\b"),
    )
)


def is_laid_out(html: str) -> bool:
    """Whether what is new in an HTML body stands in tables within tables, as mailings and notices of programs do, or
    is made from a template of theirs.
    """
    html = html[: MAX_CHARACTERS * 8]
    quote = _QUOTE.search(html)
    end = quote.start() if quote else len(html)
    if any(_is_of_template(tag[0]) for tag in _TAG_OF_TEMPLATE.finditer(html, 0, end)):
        return True
    depth = 0
    for match in _TABLE.finditer(html, 0, end):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > 1:
            return True
    return False


def _is_of_template(tag: str) -> bool:
    return any(all(mark.search(tag) for mark in together) for together in _OF_TEMPLATES)


_IMAGE = re.compile(r"<img\b[^>]{0,2000}", re.IGNORECASE)
_REMOTE = re.compile(r"\bsrc\s*=\s*[\"']?https?:", re.IGNORECASE)
#: Of a picture: a side of no more than one pixel, as an attribute or in a style.
_NO_SIZE = {
    side: re.compile(rf"(?<![-\w]){side}\s*[=:]\s*[\"']?\s*[01](px)?(?![\d.%])", re.IGNORECASE)
    for side in ("width", "height")
}


def is_tracked(html: str) -> bool:
    """Whether what is new in an HTML body fetches a picture of one pixel, by which services see who read it."""
    html = html[: MAX_CHARACTERS * 8]
    quote = _QUOTE.search(html)
    images = (it[0] for it in _IMAGE.finditer(html, 0, quote.start() if quote else len(html)))
    return any(_REMOTE.search(it) and all(side.search(it) for side in _NO_SIZE.values()) for it in images)


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", unescaped(text).replace("\0", "")) if text else ""


def _lines(text: str) -> str:
    lines: list[str] = []
    depth = 0
    for raw in text.split("\n"):
        line = raw
        if line.startswith("\0"):
            depth, line = int(line[1]), line[2:]
        line = _SPACES.sub(" ", line).strip()
        prefix = "> " * depth if line else ""
        lines.append(prefix + line)
    return tidy("\n".join(lines))


def _without(html: str, opening: str, closing: str) -> str:
    """Everything but the stretches from `opening` to `closing`; one that is never closed stays, to lose no text."""
    lower = html.lower() if len(html.lower()) == len(html) else html
    out: list[str] = []
    position = 0
    last = html.rfind(">")
    while (start := lower.find(opening, position)) >= 0:
        if opening != "<!--" and lower[start + len(opening) : start + len(opening) + 1].isalnum():
            out.append(html[position : start + len(opening)])  # <header>, not <head>
            position = start + len(opening)
            continue
        end = lower.find(closing, start + len(opening))
        if end < 0:
            break
        out.append(html[position:start] + " ")
        position = end + len(closing)
        if opening != "<!--" and position <= last:  # the rest of "</style >"
            position = html.find(">", position) + 1
    out.append(html[position:])
    return "".join(out)


# --------------------------------------------------------------------------- two forms of a text

_WORD = re.compile(r"[^\W_]+")
#: What a plain form has in place of what the other shows: addresses of links and pictures, and words for these.
_STAND_IN = re.compile(r"https?://\S+|<[^<>\s]{1,2000}>|\[(?:cid|image|inline)\b[^\]]{0,300}\]", re.IGNORECASE)
_SHARED = 0.3  #: of the words of the shorter of two texts that say something else
_ALIKE = 0.9  #: of the words of both that say the same
_LONGEST_POINTER = 60  #: different words of a plain form that only says that there is another


def words_of(text: str) -> list[str]:
    """The words of a form of a body, folded."""
    return _WORD.findall(_STAND_IN.sub(" ", text).casefold())


def is_another(plain: AbstractSet[str], other: str) -> bool:
    """Whether an HTML form says something else than a plain one of these words, as where the plain one tells only that
    there is the other.
    """
    words = frozenset(words_of(other))
    return bool(words) and len(words & plain) <= _SHARED * min(len(words), len(plain))


def is_same(one: str, other: str) -> bool:
    """Whether two texts say the same, but for how they are set."""
    first, second = (Counter(words_of(text)) for text in (one, other))
    return 2 * (first & second).total() >= _ALIKE * (first.total() + second.total())


def points_to_html(plain: AbstractSet[str]) -> bool:
    """Whether these words of a plain form are no more than those of a program that there is an HTML form."""
    return "html" in plain and len(plain) <= _LONGEST_POINTER


# --------------------------------------------------------------------------- plain text


def tidy(text: str) -> str:
    """Line ends as one newline, no trailing blanks, at most one empty line in a row, NFC, bounded."""
    text = text[: MAX_CHARACTERS * 2].replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return normalize("NFC", re.sub(r"\n{3,}", "\n\n", text).strip())[:MAX_CHARACTERS]


def unflow(text: str, *, delete_space: bool) -> str:
    """RFC 3676: format=flowed paragraphs joined again (a line ending in a blank goes on)."""
    paragraphs: list[list[str]] = []
    flowing = False
    for line in text.replace("\r\n", "\n").split("\n"):
        plain = line.removeprefix(" ")
        goes_on = flowing and not line.startswith(">")
        flowing = plain.endswith(" ") and plain != "-- " and not line.startswith(">")
        if flowing and delete_space:
            plain = plain[:-1]
        if goes_on:
            paragraphs[-1].append(plain)
        else:
            paragraphs.append([plain])
    return "\n".join(map("".join, paragraphs))


#: Base64 (RFC 4648): lines of it, one below the other, and what is longer than any word.
_CODED_LINE = re.compile(r"[ \t>]*(?=[a-z]*[A-Z\d+/])[A-Za-z0-9+/]{40,}={0,2}")
_CODED_END = re.compile(r"[ \t>]*(?=.{0,76}[\d=+/])(=?[A-Za-z0-9+/]{1,76}={0,2})")
_CODED_WORD = re.compile(r"[A-Za-z0-9+/]{200,}+={0,2}")


def without_code(text: str) -> str:
    """A text without certificates, keys, files and tokens in it: nobody reads them, and what they hold by chance,
    "3d", "10", says nothing.
    """
    lines = text.split("\n")
    kept: list[str] = []
    index = 0
    while index < len(lines):
        after = index
        while after < len(lines) and _CODED_LINE.fullmatch(lines[after]):
            after += 1
        if after - index < 2:
            kept.append(_CODED_WORD.sub("", lines[index]))
            index += 1
            continue
        while after < len(lines) and _CODED_END.fullmatch(lines[after]):
            after += 1
        index = after
    return tidy("\n".join(kept))


# --------------------------------------------------------------------------- quoted parts

#: "Vào Th 4, 10 thg 11, 2021 lúc 09:12 Nguyễn Văn An <an@x.example> đã viết:", "On Wed, ... wrote:"
_ATTRIBUTION_START = re.compile(
    r"^\s*(vào\b|vào lúc|ngày\b|lúc\b|on\b|le\b|am\b|trong thư|thứ\b|chủ nhật|\d{1,2}[:/-]\d|\d{4}-\d{2}-\d{2}|"
    r".{0,80}<[^<>\s]{1,100}@[^<>\s]{1,100}>)",
    re.IGNORECASE,
)
_ATTRIBUTION_END = re.compile(
    r"\b(đã viết|viết|đã ghi|wrote|writes|a écrit|schrieb|"
    r"написал\w*)\s*+:?+\s*+$",
    re.IGNORECASE,
)
#: "Lúc 8h30 em đã viết:": somebody tells of themselves, which no program does.
_BY_ONESELF = re.compile(
    r"\b((?i:tôi|em|mình|cháu)|I|we)(\s+(đã|có|vừa|mới|cũng|cùng))*\s+(viết|ghi|wrote)\s*+:?+\s*+$"
)
_OPENING_MARK = ("“", '"', "«", "‘", "'")
#: "Ban Thư ký đã viết vào 09/11/2021 08:15:" (Roundcube), "Quoting An <an@x.example>:" (Horde): known by the quotation
#: below alone.
_NAMED_FIRST = re.compile(
    r"^\s*(\S.{0,160}\b(viết|wrote|writes|ghi)(\b.{0,60}\d.{0,20})?|(quoting|trích dẫn|trích)\b.{0,160}):\s*$",
    re.IGNORECASE,
)
_DIVIDER = re.compile(
    r"^\s*[-_=*]{2,}\s*(original message|thư gốc|tin nhắn gốc|thư ban đầu|nguyên văn|forwarded (message|by).*|"
    r"thư đã chuyển tiếp|tin nhắn đã chuyển tiếp|thư được chuyển tiếp|message transféré|"
    r"original appointment|on .{0,200} wrote)\s*+[-_=*]*+\s*+$"
    r"|^\s*begin forwarded message\s*+:?+\s*+$|^\s*bắt đầu thư (được )?chuyển tiếp\s*+:?+\s*+$",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(
    r"^\s*[*]?(from|sent|date|to|cc|subject|reply-to|từ|người gửi|đã gửi|ngày( gửi)?|gửi( lúc| ngày)?|vào|"
    r"thời gian|tới|đến|"
    r"gửi (tới|đến)|người nhận|chủ đề|tiêu đề|v/v|de|envoyé|à|objet)[*]?\s*:[*]?\s*\S",
    re.IGNORECASE,
)
_HEADER_FIRST = re.compile(r"^\s*[*]?(from|từ|người gửi|de)[*]?\s*:[*]?\s*\S", re.IGNORECASE)
#: How the source of a mail begins (RFC 5322 §3.6.6, 3.6.7; RFC 6376).
_SOURCE_FIRST = re.compile(
    r"^\s*(return-path|delivered-to|received|message-id|dkim-signature|authentication-results|mime-version|x-[\w-]+)\s*:\s*\S",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*[_-]{10,}\s*$")
#: What a mail program writes into a copied header and nobody into lines of their own: an address, a time of day, or
#: that it was sent.
_OF_PROGRAM = re.compile(r"[^\s<>@]@[^\s<>@]|\b\d{1,2}[:h]\d{2}\b|^\s*[*]?(sent|đã gửi|envoyé)[*]?\s*:", re.IGNORECASE)
#: ... where it might be the head of a letter that somebody typed, or that a form made of what was typed.
_TIME_SENT = re.compile(
    r"^\s*[*]?((sent|đã gửi|envoyé)[*]?\s*:|"
    r"(date|ngày( gửi)?|gửi( lúc| ngày)?|vào|thời gian)[*]?\s*:.*\b\d{1,2}[:h.]\d{2}\b)",
    re.IGNORECASE,
)
#: ... whose words follow in a field of their own; copied ones stand below an empty line.
_OWN_WORDS = re.compile(r"^\s*[*]?(nội dung( thư)?|lời nhắn|message|content)[*]?\s*:", re.IGNORECASE)
_FORWARD = re.compile(r"forwarded|chuyển tiếp|transféré", re.IGNORECASE)
_MAX_ATTRIBUTION_LINES = 4


def without_quotes(text: str) -> str:
    """What this message adds to the conversation: quoted lines, attributions and copied messages taken out.

    An attribution followed by ">" lines hides only these (people answer between the lines); one followed by plain
    text, and an Outlook header block, hides all that follows.
    """
    lines = text.split("\n")
    kept: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.lstrip().startswith(">"):
            index += 1
        elif (
            _DIVIDER.match(line)
            or _is_header_block(lines, index, is_top=not any(kept))
            or (kept and _is_source(lines, index))
        ):
            break
        elif after := _attribution(lines, index):
            if not _quoted_next(lines, after):
                break
            index = after
        else:
            kept.append(line)
            index += 1
    while kept and (not kept[-1].strip() or _RULE.match(kept[-1])):
        kept.pop()
    return tidy("\n".join(kept))


def _attribution(lines: list[str], index: int) -> int:
    """The line after an attribution that begins here, or 0: clients wrap it over several lines."""
    if _NAMED_FIRST.match(lines[index]) and _quoted_next(lines, index + 1):
        return index + 1
    if not _ATTRIBUTION_START.match(lines[index]):
        return 0
    for after in range(index + 1, min(index + 1 + _MAX_ATTRIBUTION_LINES, len(lines) + 1)):
        joined = " ".join(lines[index:after])
        if len(joined) > 400:
            return 0
        if _ATTRIBUTION_END.search(joined) and (joined.rstrip().endswith(":") or _quoted_next(lines, after)):
            # "Ngày 10/11 tôi đã viết:" is a person talking: an attribution names a sender or quotes one
            is_told = _by_oneself(joined) or _next(lines, after).startswith(_OPENING_MARK)
            names_one = re.search(r"[@<]" if is_told else r"[@<]|\d{1,2}[:h]\d{2}", joined)
            return after if names_one or _quoted_next(lines, after) else 0
        if not lines[after - 1].strip():
            return 0
    return 0


def _by_oneself(attribution: str) -> bool:
    """Whether it is who writes the letter that "wrote": "Lúc 8h30 Em đã viết:", not "Nguyễn Thị Em đã viết:"."""
    found = _BY_ONESELF.search(attribution)
    if found is None:
        return False
    before = attribution[: found.start()].split()
    is_name = found[1].istitle() and found[1] != "I" and bool(before) and before[-1].istitle()
    return not is_name


def _next(lines: list[str], index: int) -> str:
    return next((line.lstrip() for line in lines[index : index + 3] if line.strip()), "")


def _quoted_next(lines: list[str], index: int) -> bool:
    return _next(lines, index).startswith(">")


def _is_header_block(lines: list[str], index: int, *, is_top: bool) -> bool:
    """Outlook puts the copied message's header fields above it: From, Sent, To, Subject in some order.

    Who writes "Từ: Trường A", "Tiêu đề: B" in a letter of their own has none of what programs write there.  With
    nothing above them, such fields are the head of the letter itself, unless they tell when another was sent.
    """
    if not _HEADER_FIRST.match(lines[index]):
        return False
    following = [line for line in lines[index + 1 : index + 9] if line.strip()][:5]
    fields = [line for line in following if _HEADER_LINE.match(line)]
    if len(fields) < 2:
        return False
    above = [line for line in lines[max(0, index - 3) : index] if line.strip()][-1:]
    if any(map(_RULE.match, above)):
        return True
    if is_top:
        joined = takewhile(str.strip, lines[index + 1 : index + 9])
        return any(map(_TIME_SENT.match, fields)) and not any(map(_OWN_WORDS.match, joined))
    wrapped = [line for line in following[:1] if line.lstrip().startswith("<")]
    return any(map(_OF_PROGRAM.search, [lines[index], *wrapped, *fields]))


def _is_source(lines: list[str], index: int) -> bool:
    """Who asks what became of a mail shows its header as the servers wrote it."""
    if not _SOURCE_FIRST.match(lines[index]):
        return False
    following = [line for line in lines[index + 1 : index + 12] if line.strip() and not line[0].isspace()][:6]
    return sum(1 for line in following if _SOURCE_FIRST.match(line) or _HEADER_LINE.match(line)) >= 2


def forwarded_from(text: str) -> str:
    """The "From:" value of a message forwarded inside the text, as written; "" when there is none."""
    lines = text.split("\n")
    for index, line in enumerate(lines[:400]):
        if not (_DIVIDER.match(line) and _FORWARD.search(line)):
            continue
        for candidate in lines[index + 1 : index + 8]:
            if _HEADER_FIRST.match(candidate):
                return candidate.partition(":")[2].strip(" *")
    return ""
