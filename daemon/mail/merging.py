"""mail-parser's result against the standard library's walk: the rule by which neither loses a file.

1. The walk gives the parts, in the message's order, with their context (returned, forwarded, related).
2. A file of mail-parser whose bytes the walk knows adds nothing but, where the part has no name, its name; names it
   makes up (ten random letters, a Content-ID) are not taken.
3. A file of mail-parser that the walk does not know, neither by its bytes nor by its name, is added at the end with a
   warning.  Under a name that the walk knows it is the same part otherwise decoded: the walk's bytes are taken, which
   survive encodings that mail-parser leaves as they are (`"base64"` in quotation marks) and texts it re-encodes.
4. The raw bytes of names and payloads are always read from the walk: mail-parser replaces what is not UTF-8.
5. From, To, Cc and Reply-To come from mail-parser, which recovers broken address lists; where it finds no mailbox the
   standard library is asked, and at last whatever looks like an address (see `headers`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from daemon.filenames import clean, mended
from daemon.mail.structure import Context, Leaf, Tree, part_names
from daemon.mail.transfer import decode_transfer

_MADE_UP = re.compile(r"[a-z]{10}\.(txt|rtf)")  # mailparser.utils.random_string


def merge(tree: Tree) -> tuple[Leaf, ...]:
    """All parts of the message: those of the walk, named and completed by mail-parser."""
    if tree.parser is None or not tree.parser.attachments:
        return tuple(tree.leaves)
    theirs = dict(_their_files(tree.parser.attachments))
    leaves: list[Leaf] = []
    known: set[str] = set()
    for leaf in tree.leaves:
        digest = hashlib.sha256(leaf.payload).hexdigest()
        known.add(digest)
        name = str(theirs[digest].get("filename") or "") if digest in theirs and not leaf.name else ""
        leaves.append(replace(leaf, name=name, raw_name=name) if _usable(name, leaf) else leaf)
    leaves.extend(_missed(theirs, known, tree))
    return tuple(leaves)


def _their_files(attachments: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for attachment in attachments:
        kind = str(attachment.get("mail_content_type") or "")
        if kind.startswith(("multipart/", "message/")) or kind.endswith("rfc822-headers"):
            continue  # their parts are files of their own in the walk, or none at all
        content = _content(attachment)
        if content.strip():
            yield hashlib.sha256(content).hexdigest(), {**attachment, "content": content}


def _content(attachment: Mapping[str, Any]) -> bytes:
    payload = attachment.get("payload") or ""
    data = payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else bytes(payload)
    return decode_transfer(data, "base64") if attachment.get("binary") else data


def _usable(name: str, leaf: Leaf) -> bool:
    return bool(name) and not _MADE_UP.fullmatch(name) and name.strip("<> ") != leaf.content_id


def _missed(theirs: Mapping[str, dict[str, Any]], known: set[str], tree: Tree) -> Iterator[Leaf]:
    unknown = [attachment for digest, attachment in theirs.items() if digest not in known]
    names = part_names(tree.root) if unknown else frozenset()
    identifiers = {leaf.content_id for leaf in tree.leaves if leaf.content_id}
    for attachment in unknown:
        label = str(attachment.get("content_transfer_encoding") or "")
        if hashlib.sha256(decode_transfer(attachment["content"], label)).hexdigest() in known:
            continue  # an encoding that mail-parser left as it is
        name = mended(str(attachment.get("filename") or ""))
        if _MADE_UP.fullmatch(name) or name.strip("<> ") in identifiers:
            name = ""
        if (clean(name) or str(attachment.get("mail_content_type") or "")) in names:
            continue
        tree.warnings.append("a file that only mail-parser found was added")
        yield Leaf(
            content_type=str(attachment.get("mail_content_type") or "application/octet-stream"),
            disposition="attachment",
            name=name,
            raw_name=name or None,
            charset="",
            params={},
            content_id="",
            description="",
            payload=attachment["content"],
            context=Context(1, "multipart/mixed"),
        )
