"""The paper authors start from must pass the checks it is meant for (aclpubcheck #52, #57: theirs did not)."""

import zipfile
from io import BytesIO

import pytest
from in_process import InProcessReader
from letter_cases import CONFIG
from template_paper import AUTHOR, SHIPPED, TITLE, build

from daemon.judge import Judge
from daemon.model import Judgement, Outcome, Renderer, Verdict
from daemon.render import LibreOffice, NoRenderer


def judged(renderer: Renderer) -> Judgement:
    return Judge(CONFIG, InProcessReader(), renderer).file(SHIPPED.read_bytes(), SHIPPED.name)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_shipped_file_is_what_the_configuration_gives() -> None:
    """If this fails: `python tests/letters/template_paper.py`."""
    assert parts(build(CONFIG)) == parts(SHIPPED.read_bytes())


def test_it_passes_every_check_that_needs_no_pages() -> None:
    judgement = judged(NoRenderer("not needed here"))
    outcomes = {finding.check: finding.outcome for finding in judgement.findings if finding.check != "pages"}
    assert set(outcomes.values()) == {Outcome.PASS}
    assert {"file", "font", "encoding", "elements", "topic", "identity"} <= set(outcomes)


def test_it_shows_where_title_author_and_school_stand() -> None:
    judgement = judged(NoRenderer("not needed here"))
    assert (judgement.title or "").casefold() == TITLE.casefold()
    assert judgement.authors == (AUTHOR.removeprefix("ThS. "),)
    assert judgement.school == CONFIG.schools[0].id


def test_it_shows_every_element_the_plan_asks_for() -> None:
    (elements,) = [finding for finding in judged(NoRenderer("-")).findings if finding.check == "elements"]
    assert set(elements.details["found"]) == {element.id for element in CONFIG.elements}


def test_it_has_one_font_in_every_slot_of_styles_and_theme() -> None:
    content = parts(SHIPPED.read_bytes())
    for part in ("word/styles.xml", "word/theme/theme1.xml", "word/fontTable.xml"):
        text = content[part].decode()
        for font in ("Calibri", "Cambria", "Arial", "Courier", "MS Mincho", "MS Gothic", "minorHAnsi", "majorHAnsi"):
            assert f'"{font}"' not in text, (part, font)


@pytest.mark.server
def test_it_passes_with_its_pages_counted() -> None:
    renderer = LibreOffice(CONFIG.render, font=CONFIG.rules.font)
    try:
        judgement = judged(renderer)
    finally:
        renderer.close()
    assert {finding.check: finding.outcome for finding in judgement.findings}["pages"] is Outcome.PASS
    assert judgement.verdict is Verdict.PASS
