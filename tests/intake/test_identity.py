"""Our letters are known again by their Message-ID, and by the address they are answered to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon import identity
from daemon.identity import is_ours, message_id


@pytest.mark.slow
@given(st.text(max_size=30), st.text(max_size=60))
def test_what_we_write_we_know_again(kind: str, key: str) -> None:
    made = message_id(kind, key, "chinhtri.example")
    assert made == message_id(kind, key, "CHINHTRI.example")
    assert is_ours(made)
    assert is_ours(made.strip("<>"))


def test_the_key_decides() -> None:
    assert message_id("ack", "a", "x.example") != message_id("ack", "b", "x.example")


@pytest.mark.parametrize(
    "value", ["", "<abc@x.example>", "<thamluan@x.example>", "<thamluan.a.123@x.example>", "x<thamluan.a.b"]
)
def test_strangers(value: str) -> None:
    assert not is_ours(value)


KEY = b"k" * 32


def test_a_tagged_address_vouches_for_its_paper_and_no_other() -> None:
    address = identity.tagged("hop-thu@hoithao.example", "TL-2021-007", KEY)
    local, _, domain = address.partition("@")
    box, _, tag = local.partition("+")
    assert (box, domain) == ("hop-thu", "hoithao.example")
    assert tag.startswith("TL-2021-007.")
    assert identity.vouches(tag, "TL-2021-007", KEY)
    assert identity.vouches(tag.upper(), "TL-2021-007", KEY)  # servers may change case
    assert not identity.vouches(tag, "TL-2021-008", KEY)
    assert not identity.vouches(tag, "TL-2021-007", b"another")
    assert not identity.vouches(tag[:-1], "TL-2021-007", KEY)
    assert not identity.vouches("TL-2021-007", "TL-2021-007", KEY)
    assert not identity.vouches(identity.tagged("a@b", "TL-2021-007", b"")[2:-2], "TL-2021-007", b"")  # no key


def test_a_message_id_tells_its_kind() -> None:
    ours = identity.message_id("withdrawal", "withdrawal:1", "hoithao.example")
    assert identity.kind_of(ours) == "withdrawal"
    assert identity.kind_of("<20211105@nghean.example>") is None
