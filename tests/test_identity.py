"""Our letters are known again by their Message-ID."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.identity import is_ours, message_id


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
