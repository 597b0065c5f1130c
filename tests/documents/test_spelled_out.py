"""The copy of an .odt that is converted: spans say the fonts that their named styles say, and nothing else changes."""

from __future__ import annotations

import io
import re
import zipfile

import docx_maker as dm
import pytest

from daemon import documents

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("style", "style"), ("text", "text"), ("fo", "xsl-fo-compatible"))
)
PARAGRAPH = (
    '<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-family="X"/></style:style>'
)
SILENT = (
    '<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:color="#000001"/></style:style>'
)
SPAN = '<text:p text:style-name="P1"><text:span text:style-name="A">a</text:span></text:p>'


def named(name: str, said: str = "", parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="text" style:parent-style-name="{parent}">'
        f"<style:text-properties {said}/></style:style>"
    )


def odt(styles: str, body: str = SPAN, automatic: str = PARAGRAPH) -> bytes:
    return dm.zip_bytes(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{styles}</office:styles>"
            "</office:document-styles>",
        }
    )


@pytest.mark.parametrize(
    ("styles", "said"),
    [
        (named("A", 'fo:font-family="Y"'), {"fo:font-family": "Y"}),
        (named("A", "", "B") + named("B", 'style:font-name="Y"'), {"style:font-name": "Y"}),
        (
            named("A", 'style:font-name-asian="Z"', "B") + named("B", 'fo:font-family="Y" style:font-name-asian="W"'),
            {"fo:font-family": "Y", "style:font-name-asian": "Z"},
        ),
        # What goes with a name goes with it alone.
        (
            named("A", 'fo:font-family="Y"', "B") + named("B", 'fo:font-family="Z" style:font-charset="x-symbol"'),
            {"fo:font-family": "Y"},
        ),
        (named("A", "", "B") + named("B", 'fo:font-family="Y"', "A"), {"fo:font-family": "Y"}),  # a circle
    ],
)
def test_a_span_says_what_its_named_style_and_those_behind_it_say(styles: str, said: dict[str, str]) -> None:
    copy = documents.layout_copy(odt(styles))
    assert copy is not None
    content = zipfile.ZipFile(io.BytesIO(copy.data)).read("content.xml").decode()
    (name,) = re.findall(r'<text:span text:style-name="([^"]+)">', content)
    style = content.partition(f'style:name="{name}"')[2].partition("</style:style>")[0]
    properties = style.partition("<style:text-properties")[2]
    assert dict(re.findall(r'([\w:-]+)="([^"]*)"', properties)) == said
    assert 'style:parent-style-name="A"' in style


@pytest.mark.parametrize(
    "data",
    [
        odt(named("A", 'fo:color="#000001"')),
        odt(named("A", 'fo:font-family="Y"'), automatic=SILENT),
        odt(named("B", 'fo:font-family="Y"')),
        odt(named("A", 'fo:font-family="Y"'), "<text:p>a</text:p>"),
        odt("<broken"),
    ],
    ids=["no font", "a paragraph that says none", "another style", "no span", "damaged"],
)
def test_what_loses_nothing_is_converted_as_it_is(data: bytes) -> None:
    assert documents.layout_copy(data) is None
