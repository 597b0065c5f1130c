"""PURE  Documents that stand unpacked in an archive: put together again.

A .docx or .odt is a zip.  Who opens one by accident (in a program that takes it for an archive, on a telephone that
"extracts" what it saved) and packs the folder again sends the parts of the paper and not the paper; an answer that
lists them nobody would understand.  Nothing is lost in putting them together: the parts are the document, and what
else lies in the folder stays beside it.

Sources: ECMA-376 part 2 (9.3 relationships; 10.1.2.3 the content types stream), OpenDocument 1.3 part 2 (3.2 the
manifest, 3.3 mimetype).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from daemon.filenames import extension
from daemon.model import own_name


@dataclass(frozen=True, slots=True)
class _Form:
    """What makes a package of files, and which of those around are its own."""

    first: str  #: part, where readers look for its kind
    main: str  #: what else makes it one
    endings: frozenset[str]  #: how its files are called
    ending: str
    folders: frozenset[str]  #: where its parts lie, lower case
    lists: re.Pattern[str]  #: parts that name others, lower case
    named: re.Pattern[bytes]  #: in these, but what leads outside


_FORMS = (
    _Form(
        "[Content_Types].xml",
        "word/document.xml",
        frozenset({"docx", "docm", "dotx", "dotm"}),
        "docx",
        frozenset({"_rels", "word", "docprops", "customxml"}),
        re.compile(r"(.*/)?_rels/[^/]*\.rels"),
        re.compile(rb"""<(?![^<>]{0,1000}External)[^<>]{0,1000}\bTarget\s*=\s*["']([^"'<>]{1,500})["']"""),
    ),
    _Form(
        "mimetype",
        "content.xml",
        frozenset({"odt", "ott"}),
        "odt",
        frozenset({"meta-inf", "pictures", "thumbnails", "configurations2", "objectreplacements", "media"}),
        re.compile(r"meta-inf/manifest\.xml"),
        re.compile(rb"""\bfull-path\s*=\s*["']([^"'<>]{1,500})["']"""),
    ),
)
#: The lists of what lies around the main parts.
LISTS = ("_rels/.rels", "word/_rels/document.xml.rels", "META-INF/manifest.xml")
_TEXT = b"application/vnd.oasis.opendocument.text"
#: Of parts that lie in no folder; what ends otherwise and is named by no other part, somebody laid there.
_ENDINGS_OF_PARTS = frozenset({"xml", "rels", "rdf", "bin", "dat", "psmdcp"})
_LONGEST_LIST = 1_000_000  #: bytes of a part that names others which are read
_LIST_ENDINGS = (".rels", "manifest.xml")
_DEEPEST = 50  #: folders within folders that are looked into
_LEVEL = 1  #: of compression: what it costs counts, not what it saves


class _Package:
    """A folder that is a document, to tell its parts from what lies beside them."""

    def __init__(self, folder: str, form: _Form, lists: Mapping[str, bytes]) -> None:
        """`lists`: of the files in the folder those that may name others."""
        self.folder, self.form = folder, form
        self._named: set[str] = set()
        for name, content in lists.items():
            path = self._path(name)
            if path.partition("/")[0] in form.folders and form.lists.fullmatch(path):
                # ECMA-376 part 2, 9.3: relative to the part whose relationships these are
                source = path.rpartition("_rels/")[0]
                for target in form.named.findall(content[:_LONGEST_LIST]):
                    written = unquote(target.decode("utf-8", "replace")).lower()
                    self._named.add(posixpath.normpath(posixpath.join("/", source, written)).lstrip("/"))
        self._folders = form.folders | {name.partition("/")[0] for name in self._named if "/" in name}

    def _path(self, name: str) -> str:
        return name[len(self.folder) :].lower()

    def encloses(self, name: str) -> bool:
        """Whether a file in its folder lies among its parts."""
        path = self._path(name)
        return path.partition("/")[0] in self._folders or path in self._named

    def holds(self, name: str) -> bool:
        """Whether a file in its folder is a part, and not another that lies there or in a folder below."""
        return self.encloses(name) or self._path(name) == "mimetype" or extension(name) in _ENDINGS_OF_PARTS


def put_together(files: Sequence[tuple[str, bytes]], archive: str) -> list[tuple[str, bytes]]:
    """The files of an archive (name with "/" between folders, content), each unpacked document as one file again.

    It stands where its first part stood and bears the name of its folder, or the archive's where it has none.  What
    lies beside its parts stays a file of its own.
    """
    contents = dict(files)  # of several of one name the last, as readers of a package take it
    packages = _packages(_starts(contents), contents)
    owner = {name: _owner(name, packages) for name in contents}
    parts = defaultdict[str, list[tuple[str, bytes]]](list)
    for name, content in contents.items():
        if (package := owner[name]) is not None:
            parts[package.folder].append((name[len(package.folder) :], content))
    result: list[tuple[str, bytes]] = []
    for name, content in files:
        package = owner[name]
        if package is None:
            result.append((name, content))
        elif own := parts.pop(package.folder, None):
            own.sort(key=lambda part: part[0] != package.form.first)
            result.append((_named(package.folder, package.form, archive), _packed(own)))
    return result


def without_parts(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The files of an archive that are not parts of an unpacked document, be it whole or not."""
    contents = dict(files)
    first = _FORMS[0]
    starts = {
        name.removesuffix(part): first
        for name in contents
        for part in (first.first, first.main)
        if _is_part(name, part)
    }
    starts |= {
        name.removesuffix(form.first): form
        for form in _FORMS[1:]
        for name, content in files
        if _is_part(name, form.first) and _is_text(content)
    }
    packages = _packages(starts, contents)
    return [file for file in files if _owner(file[0], packages) is None]


def beside(contents: Mapping[str, bytes]) -> list[str]:
    """What an archive that itself is a document has beside its parts, by name; unpacked documents as they would be
    called.  Only parts that name others (`LISTS`) need their content, and the one that tells the kind.
    """
    starts = _starts(contents)
    if "" not in starts:
        return []
    root = _Package("", starts[""], {name: it for name, it in contents.items() if it})
    folders = [it for it in starts if not root.encloses(it + starts[it].first)]
    return [name for name in contents if not root.holds(name)] + [_named(it, starts[it], "") for it in folders if it]


def _is_part(name: str, part: str) -> bool:
    return name == part or name.endswith(f"/{part}")


def _is_text(mimetype: bytes) -> bool:
    return mimetype[:100].strip().startswith(_TEXT)


def _starts(contents: Mapping[str, bytes]) -> dict[str, _Form]:
    """The folders that have what makes a document ("" for the archive as a whole)."""
    return {
        folder: form
        for form in _FORMS
        for name in contents
        if _is_part(name, form.first)
        and (form.first != "mimetype" or _is_text(contents[name]))
        and (folder := name.removesuffix(form.first)) + form.main in contents
    }


def _packages(starts: Mapping[str, _Form], contents: Mapping[str, bytes]) -> dict[str, _Package]:
    """Those folders that are documents by themselves: one among the parts of another is one of these."""
    lists = defaultdict[str, dict[str, bytes]](dict)
    for name, content in contents.items():
        if content and name.lower().endswith(_LIST_ENDINGS):
            for folder in _folders_of(name):
                lists[folder][name] = content
    found: dict[str, _Package] = {}
    for folder in sorted(starts, key=len):
        first = folder + starts[folder].first
        if not any(above in found and found[above].encloses(first) for above in _folders_of(first)):
            found[folder] = _Package(folder, starts[folder], lists[folder])
    return found


def _owner(name: str, packages: Mapping[str, _Package]) -> _Package | None:
    innermost = next((packages[folder] for folder in _folders_of(name) if folder in packages), None)
    return innermost if innermost is not None and innermost.holds(name) else None


def _folders_of(name: str) -> Iterator[str]:
    """Those that a file lies in, the innermost first, "" last."""
    ends = [slash.end() for slash in islice(re.finditer("/", name), _DEEPEST)]
    yield from (name[:end] for end in reversed(ends))
    yield ""


def _named(folder: str, form: _Form, archive: str) -> str:
    name = folder.rstrip("/") or own_name(archive).rpartition(".")[0] or "tep"
    return name if extension(name) in form.endings else f"{name}.{form.ending}"


def _packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The same bytes on every reading: a zip whose members bear no time and no owner."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts:
            info = zipfile.ZipInfo(name)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(info, content, compresslevel=_LEVEL)
    return out.getvalue()
