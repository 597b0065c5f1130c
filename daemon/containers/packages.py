"""PURE  Documents that stand unpacked in an archive: put together again.

A .docx or .odt is a zip.  Who opens one by accident (in a program that takes it for an archive, on a telephone that
"extracts" what it saved) and packs the folder again sends the parts of the paper and not the paper; an answer that
lists them nobody would understand.  Nothing is lost in putting them together: the parts are the document.

Sources: ECMA-376 part 2 (10.1.2.3: the content types stream), OpenDocument 1.3 part 2 (3.2 the manifest, 3.3 mimetype).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from daemon.filenames import extension
from daemon.model import own_name

#: The first part of each package, where readers look for its kind; what else makes it one; how its files are called.
_FORMS = (
    ("[Content_Types].xml", "word/document.xml", frozenset({"docx", "docm", "dotx", "dotm"}), "docx"),
    ("mimetype", "content.xml", frozenset({"odt", "ott"}), "odt"),
)
_TEXT = b"application/vnd.oasis.opendocument.text"
_LEVEL = 1  #: of compression: what it costs counts, not what it saves


def put_together(files: Sequence[tuple[str, bytes]], archive: str) -> list[tuple[str, bytes]]:
    """The files of an archive (name with "/" between folders, content), each unpacked document as one file again.

    It stands where its first part stood and bears the name of its folder, or the archive's where it has none.
    """
    contents = dict(files)  # of several of one name the last, as readers of a package take it
    folders = _folders(contents)
    made: dict[str, str] = {}
    result: list[tuple[str, bytes]] = []
    for name, content in files:
        folder = next((folder for folder in folders if name.startswith(folder)), None)
        if folder is None:
            result.append((name, content))
        elif folder not in made:
            first, endings, ending = folders[folder]
            made[folder] = _named(folder, archive, endings, ending)
            parts = [(other[len(folder) :], data) for other, data in contents.items() if other.startswith(folder)]
            parts.sort(key=lambda part: part[0] != first)
            result.append((made[folder], _packed(parts)))
    return result


def without_parts(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The files of an archive that are not parts of an unpacked document, be it whole or not."""
    first, main = _FORMS[0][:2]
    folders = [name.removesuffix(part) for name, _ in files for part in (first, main) if _is_part(name, part)]
    folders += [
        name.removesuffix("mimetype")
        for name, content in files
        if _is_part(name, "mimetype") and content[:100].strip().startswith(_TEXT)
    ]
    return [file for file in files if not file[0].startswith(tuple(folders))]


def _is_part(name: str, part: str) -> bool:
    return name == part or name.endswith(f"/{part}")


def _folders(contents: dict[str, bytes]) -> dict[str, tuple[str, frozenset[str], str]]:
    """The folders that are documents ("" for the archive as a whole), none of them inside another."""
    found: dict[str, tuple[str, frozenset[str], str]] = {}
    for first, main, endings, ending in _FORMS:
        for name in contents:
            folder = name.removesuffix(first)
            if _is_part(name, first):
                is_text = first != "mimetype" or contents[name][:100].strip().startswith(_TEXT)
                if is_text and folder + main in contents:
                    found[folder] = (first, endings, ending)
    return {
        folder: form
        for folder, form in found.items()
        if not any(folder != other and folder.startswith(other) for other in found)
    }


def _named(folder: str, archive: str, endings: frozenset[str], ending: str) -> str:
    name = folder.rstrip("/") or own_name(archive).rpartition(".")[0] or "tep"
    return name if extension(name) in endings else f"{name}.{ending}"


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
