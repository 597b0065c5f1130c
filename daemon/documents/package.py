"""An OPC package (ECMA-376 part 2) from untrusted bytes: parts by name, relationships, with limits on everything.

Sizes are measured while inflating, never believed from the directory.  Only the parts we need are inflated; what
pictures hold is never touched, but their declared sizes count, since the converter will inflate them.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from daemon.containers import zips
from daemon.documents import compatibility
from daemon.documents.problems import ENCRYPTED_NOTE, Unreadable
from daemon.documents.xml import PACKAGE_RELATIONSHIPS, Element, as_utf8, declares, is_past_prologue, parse, weight
from daemon.model import FileProblem

_MEGABYTE = 1_000_000
MAX_PART = 32 * _MEGABYTE  #: one XML part, inflated; those of a paper have some hundred kilobytes
MAX_PARTS = 48 * _MEGABYTE  #: all XML parts we inflate together
MAX_TREES = 130 * _MEGABYTE  #: what the parser would build of them all; a paper takes 1 to 10
MAX_ENTRY = 256 * _MEGABYTE  #: any entry, as declared: pictures
MAX_TOTAL = 512 * _MEGABYTE  #: all entries, as declared

#: Where anybody may offer what Word fetches.  Many papers name a template on the author's own disk ("file:///C:\\..."),
#: or on a server of their office, whose bare name leads nowhere outside ("\\\\MAYCHU\\...", or in its longer form
#: "\\\\?\\UNC\\MAYCHU\\..."), nor does an address of its own network (RFC 1918, 3927, 6762); another number is one.
_OF_THE_OFFICE = (
    r"(?:10(?:\.[0-9]{1,3}){3}|192\.168(?:\.[0-9]{1,3}){2}|172\.(?:1[6-9]|2[0-9]|3[01])(?:\.[0-9]{1,3}){2}|"
    r"169\.254(?:\.[0-9]{1,3}){2}|[^/@]*\.(?:local|lan|home))(?:/|$)"
)
_REMOTE = re.compile(
    r"\s*(?:(?!file:)[a-z][a-z0-9+.-]+:"
    rf"|(?:file:)?(?://|/{{4,}})(?![?.]/+[a-z]:)(?:[?.]/+unc/+)?(?!{_OF_THE_OFFICE})"
    r"(?:[^/]*[.@\[]|(?:0x[0-9a-f]+|[0-9]+)(?:/|$)))",
    re.IGNORECASE,
)
_XML_SUFFIXES = (".xml", ".rels")
_FIRST = 512  #: bytes in which the root element of nearly every part begins
_PROLOGUE = 16_384  #: bytes in which a declaration of a part that we never parse is looked for


class Relation(NamedTuple):
    """A relationship of a part: what kind, to which part ("" when it leads outside the package)."""

    kind: str  #: last segment of its type, e.g. "styles", "header"
    target: str
    outside: str = ""  #: where it leads, as written, when that is outside the package


def is_elsewhere(target: str) -> bool:
    """Whether what a document names so is on another machine, and not one of the author's own office."""
    return _REMOTE.match(unquote(target).replace("\\", "/")) is not None


def part_name(name: str) -> str:
    """A name of the zip for comparing.  Part names are compared without case (ECMA-376 part 2, 6.2.2.3), and stand
    percent-encoded in the zip as in references to them (7.3.4); some writers put backslashes.
    """
    plain = unquote(name) if "%" in name else name
    return plain.replace("\\", "/").lstrip("/").lower()


class Package:
    """The parts of a package, inflated on demand.  `weight`: bytes of the trees of those parsed until now."""

    def __init__(self, data: bytes) -> None:
        """Unreadable when it is no zip, encrypted, or larger than any paper may be."""
        self._data = data
        try:
            entries = zips.open_zip(data).infolist()
        except zips.TooManyEntriesError as error:
            raise Unreadable(FileProblem.BOMB, str(error)) from error
        except zips.DAMAGE as error:
            raise Unreadable(FileProblem.CORRUPT, f"not a readable zip: {error}") from error
        self._inflated = self.weight = 0
        self._relations: dict[str, dict[str, Relation]] = {}
        self._declaring: dict[str, bool] = {}  #: parts of XML read so far: whether they begin with a declaration
        self._weigh(entries)
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable(FileProblem.ENCRYPTED, ENCRYPTED_NOTE)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            other = self._entries.setdefault(part_name(entry.filename), entry)
            if other.CRC != entry.CRC:  # 6.2.2.3 forbids it: every program would show another of the two
                raise Unreadable(FileProblem.CORRUPT, f"two different parts are called {entry.filename}")

    @staticmethod
    def _weigh(entries: list[zipfile.ZipInfo]) -> None:
        largest = max((entry.file_size for entry in entries), default=0)
        total = sum(entry.file_size for entry in entries)
        if largest > MAX_ENTRY or total > MAX_TOTAL:
            raise Unreadable(FileProblem.BOMB, f"the package would unpack to {total} bytes, one entry to {largest}")

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self._entries

    def names(self) -> list[str]:
        """All part names, lower case."""
        return list(self._entries)

    def read(self, name: str) -> bytes | None:
        """A part's bytes; None when there is none.  Unreadable when damaged or too large."""
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        budget = min(MAX_PART, MAX_PARTS - self._inflated)
        if not zips.is_deflated(entry):  # and no program that writes documents packs them otherwise
            raise Unreadable(FileProblem.CORRUPT, f"{name} is packed in a way that packages do not allow")
        try:
            data = zips.head(self._data, entry, budget + 1)
        except zips.DAMAGE as error:
            raise Unreadable(FileProblem.CORRUPT, f"{name} cannot be unpacked: {error}") from error
        if len(data) > budget:
            raise Unreadable(FileProblem.BOMB, f"{name} unpacks to more than {budget} bytes")
        self._inflated += len(data)
        if name.lower().endswith(_XML_SUFFIXES):
            self._declaring[name.lower()] = declares(data[:_PROLOGUE])
        return data

    def head(self, name: str, limit: int) -> bytes:
        """The first bytes of a part, b"" when there are none to be had."""
        entry = self._entries.get(name.lower())
        if entry is None or not zips.is_deflated(entry):
            return b""
        try:
            return zips.head(self._data, entry, limit)
        except zips.DAMAGE:
            return b""

    def refuse_declarations(self) -> None:
        """Unreadable when any part of XML begins with a document type (part 2, 8.1.4)."""
        for name in self._entries:
            if not name.endswith(_XML_SUFFIXES):
                continue
            declaring = self._declaring.get(name)
            if declaring is None:
                declaring = not is_past_prologue(self.head(name, _FIRST)) and declares(self.head(name, _PROLOGUE))
            if declaring:
                raise Unreadable(FileProblem.BOMB, f"{name} declares a document type or entities")

    def xml(self, name: str, *, settled: bool = False) -> Element | None:
        """A part's root element; None when there is no such part.  Unreadable for what would grow into a forest.

        `settled`: with what Word makes of its compatibility markup, for reading only.
        """
        data = self.read(name)
        if data is None:
            return None
        data = as_utf8(data, name)
        self.weigh(data, name)
        root = parse(data, name)
        if settled and (b"AlternateContent" in data or b"Ignorable" in data):
            compatibility.settle(root, data)
        return root

    def weigh(self, data: bytes, name: str) -> None:
        """Counts what a part in UTF-8 is about to take as a tree.  Unreadable for what would grow into a forest."""
        self.weight += weight(data)
        if self.weight > MAX_TREES:
            raise Unreadable(FileProblem.BOMB, f"{name} is of more pieces than any paper")

    def main_part(self, relations: Mapping[str, Relation]) -> str | None:
        """The part that a document is, by the relationships of its package, else by its usual name."""
        named = (it.target for it in relations.values() if it.kind == "officeDocument")
        return next((name for name in (*named, "word/document.xml") if self.has(name)), None)

    def relations(self, part: str = "") -> dict[str, Relation]:
        """Relationships of a part by id (of the package as a whole for ""), targets as part names."""
        if (known := self._relations.get(part.lower())) is not None:
            return known
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = self._relations[part.lower()] = {}
        for line in () if root is None else root.iter(f"{{{PACKAGE_RELATIONSHIPS}}}Relationship"):
            kind = line.get("Type", "").rpartition("/")[2]
            said = line.get("Target", "")
            if line.get("TargetMode") == "External":
                found[line.get("Id", "")] = Relation(kind, "", said)
            else:
                found[line.get("Id", "")] = Relation(kind, _resolve(folder, said))
        return found

    def leading_outside(self) -> Iterator[Relation]:
        """Relationships of any part that lead outside the package; those of a damaged part nobody follows."""
        for name in self._entries:
            folder, base = posixpath.split(name)
            if not name.endswith(".rels") or posixpath.basename(folder) != "_rels":
                continue
            part = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
            try:
                if part in self._relations or _may_lead_outside(as_utf8(self.read(name) or b"", name)):
                    yield from (it for it in self.relations(part).values() if it.outside)
            except Unreadable as error:
                if error.problem is FileProblem.BOMB:
                    raise


def _may_lead_outside(relations: bytes) -> bool:
    """Whether it is worth parsing: the word stands there, or a reference to a character that may be one of its."""
    return b"External" in relations or b"&#" in relations


def _resolve(folder: str, target: str) -> str:
    """A relationship target as a part name (ECMA-376 part 2, 6.5.3): relative to the source part's folder."""
    path = unquote(target.replace("\\", "/").split("#", 1)[0])
    joined = path if path.startswith("/") else posixpath.join("/", folder, path)
    return posixpath.normpath(joined).lstrip("/")
