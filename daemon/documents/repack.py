"""A package with some parts exchanged: every other member is copied as it is stored, byte for byte.

Nothing but the exchanged parts is inflated or compressed anew, so pictures, embedded fonts and whatever another
program put there stay what they were.  (ZIP: APPNOTE 6.3.9, 4.3.7 local header, 4.3.12 central directory, 4.3.16 end;
OPC: ECMA-376 part 2.)
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from lxml import etree  # type: ignore[import-untyped]

from daemon.containers import zips
from daemon.documents import stylepart
from daemon.documents.package import Package, Relation, part_name
from daemon.documents.styles import StyleSheet
from daemon.documents.theme import Theme, read_theme
from daemon.documents.xml import (
    PACKAGE_RELATIONSHIPS,
    RELATIONSHIPS,
    Element,
    as_strict,
    as_utf8,
    is_mixed,
    is_strict,
)

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8_NAME = 0x800  # 4.4.4, bit 11
_SIZES_FOLLOW = 0x8  # bit 3: a data descriptor stands behind the data; ours stand in front
_STORED, _DEFLATED = 0, 8
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


class Unchangeable(Exception):  # noqa: N818 - a verdict on a file, not an error of ours
    """A package that is better not touched; says why."""


class Workpiece:
    """A Word document to be changed: its parts as trees, and which of them were changed."""

    def __init__(self, data: bytes) -> None:
        """Unreadable, Unchangeable."""
        self._data = data
        self._package = Package(data)
        self._changed: dict[str, bytes] = {}
        relations = self._package.relations().values()
        signed = any(name.startswith("_xmlsignatures/") for name in self._package.names())
        # The folder is where Word puts them; what finds them is the relationship (ECMA-376 part 2, 13.2.4.2).
        if signed or any(it.kind == "origin" and self._package.has(it.target) for it in relations):
            raise Unchangeable("it is signed, and any change breaks the signature")
        mains = [it.target for it in relations if it.kind == "officeDocument"]
        if len(mains) != 1 or not self._package.has(mains[0]):
            raise Unchangeable("it does not say which part is the main one")
        self.main = mains[0]
        self._is_strict = is_strict(self._package.head(self.main, 4096))
        self.relations = self._package.relations(self.main)

    def related(self, *kinds: str) -> list[str]:
        """Parts of these kinds that the main part refers to, each once."""
        return self._named(self.relations, kinds)

    def beneath(self, name: str, *kinds: str) -> list[str]:
        """The same of any part."""
        return self._named(self._package.relations(name), kinds)

    def _named(self, relations: Mapping[str, Relation], kinds: Sequence[str]) -> list[str]:
        found = (it.target for it in relations.values() if it.kind in kinds and self._package.has(it.target))
        return list(dict.fromkeys(found))

    def tree(self, name: str) -> Element:
        """Root of a part that exists."""
        root = self._package.xml(name)
        if root is None:
            raise Unchangeable(f"{name} is missing")
        return root

    def has(self, name: str) -> bool:
        return self._package.has(name)

    def _usual(self, kind: str, usual: str) -> Element | None:
        """As `docx` finds it: the part referred to, else the one of the usual name."""
        name = next(iter(self.related(kind)), usual)
        return self._package.xml(name, settled=True) if self._package.has(name) else None

    def theme(self) -> Theme:
        """The theme with the languages of the document."""
        return read_theme(self._usual("theme", "word/theme/theme1.xml"), self._usual("settings", "word/settings.xml"))

    def sheet(self) -> StyleSheet:
        """The style hierarchy."""
        return StyleSheet(stylepart.whole(self._usual("styles", "word/styles.xml")), self.theme())

    # ----------------------------------------------------------------------- changing

    def put(self, name: str, root: Element) -> None:
        """A part with a new content; a new part where there was none.  Unchangeable for a part of a strict document
        that is not all strict.
        """
        xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if self._is_strict:
            before = b"" if name in self._changed else as_utf8(self._package.read(name) or b"", name)
            if is_mixed(before):
                raise Unchangeable(f"{name} is neither strict nor transitional")
            xml = as_strict(xml)
        self._changed[name] = xml

    def add(self, stem: str, kind: str, content_type: str, root: Element) -> None:
        """A new part beside the main one, with its relationship and its content type."""
        folder, base = posixpath.split(self.main)
        names = (posixpath.join(folder, f"{stem}{number or ''}.xml") for number in range(100))
        name = next((name for name in names if not self._package.has(name)), None)
        if name is None:
            raise Unchangeable(f"every name for {stem} is taken")
        self.put(name, root)
        self._relate(posixpath.join(folder, "_rels", f"{base}.rels"), kind, posixpath.basename(name))
        self._type(name, content_type)

    def _type(self, name: str, content_type: str) -> None:
        """The content type of a part.  A part has one (ECMA-376 part 2, 7.2.3.3): what is left of a part that was
        taken out gives way.
        """
        types = self.tree("[Content_Types].xml")
        line = f"{{{_CONTENT_TYPES}}}Override"
        for stale in [it for it in types.iter(line) if _key(it.get("PartName", "")) == _key(name)]:
            types.remove(stale)
        etree.SubElement(types, line, PartName=f"/{_encoded(name)}", ContentType=content_type)
        self.put("[Content_Types].xml", types)

    def _relate(self, rels: str, kind: str, target: str) -> None:
        line = f"{{{PACKAGE_RELATIONSHIPS}}}Relationship"
        if self._package.has(rels):
            root = self.tree(rels)
        else:
            root = etree.Element(f"{{{PACKAGE_RELATIONSHIPS}}}Relationships", nsmap={None: PACKAGE_RELATIONSHIPS})
        for stale in [it for it in root.iter(line) if self._leads_nowhere(it, kind)]:
            root.remove(stale)
        taken = {it.get("Id") for it in root}
        number = next(number for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        etree.SubElement(root, line, Id=f"rId{number}", Type=f"{RELATIONSHIPS}/{kind}", Target=target)
        self.put(rels, root)

    def _leads_nowhere(self, line: Element, kind: str) -> bool:
        """Whether a relationship of this kind is left of a part that was taken out."""
        relation = self.relations.get(line.get("Id", ""))
        return relation is not None and relation.kind == kind and not self._package.has(relation.target)

    def bytes(self) -> bytes:
        """The whole package."""
        return repack(self._data, self._changed)


# --------------------------------------------------------------------------- zip


def repack(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The zip with these members exchanged, or added at its end.  Unchangeable for a zip of unusual build."""
    left = {_key(name): (name, content) for name, content in changed.items()}
    out, directory, count = io.BytesIO(), io.BytesIO(), 0
    members = _members(data)
    for member, stored in members:
        new = left.pop(_key(member.filename), None)
        _write(out, directory, member, stored if new is None else _deflated(member, new[1]))
        count += 1
    for name, content in left.values():
        member = zipfile.ZipInfo(_encoded(name))
        _write(out, directory, member, _deflated(member, content))
        count += 1
    start = out.tell()
    out.write(directory.getvalue())
    out.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory.getvalue()), start, 0))
    return out.getvalue()


def _encoded(name: str) -> str:
    """A part name as it stands in a zip and in the list of content types (ECMA-376 part 2, 6.2.2.2)."""
    return quote(name, safe="/[]")


def _key(name: str) -> str:
    """As `Package` compares the names of parts."""
    return part_name(name)


def _members(data: bytes) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Each member with its bytes as stored."""
    try:
        members = zips.open_zip(data).infolist()
    except (*zips.DAMAGE, zips.TooManyEntriesError) as error:
        raise Unchangeable(f"not a readable zip: {error}") from error
    if len({_key(member.filename) for member in members}) < len(members):
        raise Unchangeable("two members have one name")
    if sum(member.compress_size for member in members) > len(data) or len(members) > 0xFFFF:
        raise Unchangeable("its members overlap")
    for member in members:
        yield member, _stored(data, member)


def _stored(data: bytes, member: zipfile.ZipInfo) -> bytes:
    head = data[member.header_offset : member.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04" or member.compress_type not in (_STORED, _DEFLATED):
        raise Unchangeable(f"{member.filename} is stored in an unusual way")
    start = member.header_offset + _LOCAL.size + sum(_LOCAL.unpack(head)[-2:])
    stored = data[start : start + member.compress_size]
    if len(stored) < member.compress_size:
        raise Unchangeable(f"{member.filename} breaks off")
    return stored


def _deflated(member: zipfile.ZipInfo, content: bytes) -> bytes:
    """Content as stored; the member's sizes follow it."""
    squeeze = zlib.compressobj(wbits=-15)
    stored = squeeze.compress(content) + squeeze.flush()
    member.compress_type = _DEFLATED
    member.CRC, member.file_size, member.compress_size = zlib.crc32(content), len(content), len(stored)
    return stored


def _write(out: io.BytesIO, directory: io.BytesIO, member: zipfile.ZipInfo, stored: bytes) -> None:
    original = member.orig_filename
    is_plain = original.isascii()
    name = original.encode("utf-8" if not is_plain and _is_unicode(member) else "cp437", "replace")
    flags = (member.flag_bits & ~_SIZES_FOLLOW & ~_UTF8_NAME) | (0 if is_plain else member.flag_bits & _UTF8_NAME)
    year, month, day, hour, minute, second = member.date_time
    day_code = max(year - 1980, 0) << 9 | month << 5 | day
    time_code = hour << 11 | minute << 5 | second // 2
    sizes = (member.CRC, member.compress_size, member.file_size)
    offset = out.tell()
    about = (20, flags, member.compress_type, time_code, day_code, *sizes, len(name), 0)
    out.write(_LOCAL.pack(b"PK\x03\x04", *about) + name + stored)
    made_by = member.create_system << 8 | min(member.create_version, 63)
    rest = (0, 0, member.internal_attr, member.external_attr, offset)
    directory.write(_CENTRAL.pack(b"PK\x01\x02", made_by, *about, *rest) + name)


def _is_unicode(member: zipfile.ZipInfo) -> bool:
    return bool(member.flag_bits & _UTF8_NAME)
