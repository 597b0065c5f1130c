"""Parts of a Word document whose text is shown but not read: the document says so."""

import docx_maker as dm
import pytest

from daemon import documents
from daemon.model import UnreadPart
from daemon.reader import wire

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def picture(inner: str) -> str:
    return f"<w:p><w:r><w:drawing>{inner}</w:drawing></w:r></w:p>"


def word_art(text: str) -> str:
    shape = f'<v:textpath style="font-size:36pt" string="{text}"/>'
    return f"<w:p><w:r><w:pict><v:shape>{shape}</v:shape></w:pict></w:r></w:p>"


def canvas(text: str) -> str:
    return picture(
        f'<lc:lockedCanvas xmlns:lc="{DRAWING}/lockedCanvas"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></lc:lockedCanvas>'
    )


@pytest.mark.parametrize(
    ("body", "unread"),
    [
        ("", ()),
        ('<w:altChunk r:id="x"/>', (UnreadPart.DOCUMENT,)),
        ('<w:p><w:subDoc r:id="x"/></w:p>', (UnreadPart.DOCUMENT,)),
        (picture(f'<c:chart xmlns:c="{DRAWING}/chart"/>'), (UnreadPart.CHART,)),
        (picture(f'<d:relIds xmlns:d="{DRAWING}/diagram"/>'), (UnreadPart.DIAGRAM,)),
        (word_art("MÔ HÌNH"), (UnreadPart.WORD_ART,)),
        (word_art(" "), ()),
        (canvas("Sơ đồ"), (UnreadPart.CANVAS,)),
        (canvas(" "), ()),
    ],
)
def test_unread_parts(body: str, unread: tuple[UnreadPart, ...]) -> None:
    document = documents.read(dm.make_docx(dm.p(dm.r("chữ")) + body), "bài.docx")
    assert document.unread == unread
    assert len(document.warnings) == len(unread)
    assert wire.document_in(wire.decode(wire.encode(wire.document_out(document)))).unread == unread
