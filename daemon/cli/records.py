"""The commands that show the records, and decide what waits in them: status, outbox, parked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from daemon import present
from daemon.cli.common import (
    ConfigOption,
    JsonOption,
    NowOption,
    UsageError,
    clock_for,
    configuration,
    err,
    leave,
    out,
    print_json,
    records_of,
    records_to_read,
)
from daemon.clock import SystemClock
from daemon.config import Config, Mode
from daemon.records import Records

app = typer.Typer()


@app.command()
def status(config: ConfigOption = None, now: NowOption = None, *, as_json: JsonOption = False) -> None:
    """What is in the records: papers per school against quota, outbox, last poll, trouble."""
    settings = configuration(config)
    clock = clock_for(now, settings)
    with records_to_read(settings) as records:
        found = records.status(settings, clock.now())
    if as_json:
        print_json(found)
    else:
        for part in present.status_tables(found):
            out.print(part)
    leave(1 if found["trouble"] else 0)


outbox = typer.Typer(help="Letters: those that wait, went out, failed.", no_args_is_help=True)
app.add_typer(outbox, name="outbox")


def _that_sends(config: Path | None) -> Config:
    """The configuration.  UsageError where its mode lets no letter go."""
    settings = configuration(config)
    if settings.conference.mode is Mode.OBSERVE:
        raise UsageError("The mode is observe: nothing would be sent. Set mode to redirect or live first.")
    return settings


def _number(typed: str) -> int:
    """A number of a list.  One of nineteen digits may not fit SQLite's 64 bits, and none of ours is as large."""
    if typed.isascii() and typed.isdigit() and len(typed) < 19:
        return int(typed)
    raise typer.BadParameter(f'"{typed}" is no number. The `list` beside this command shows the numbers.')


Numbers = Annotated[list[int] | None, typer.Argument(metavar="NUMBER", parser=_number, show_default=False)]


@outbox.command(name="list")
def outbox_list(config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Every letter with its number and state."""
    with records_to_read(configuration(config)) as records:
        found = records.letters()
    if as_json:
        print_json([present.letter_json(letter) for letter in found])
    else:
        out.print(present.letters_table(found))


@outbox.command(name="show")
def outbox_show(
    number: Annotated[int, typer.Argument(metavar="NUMBER", parser=_number, show_default=False)],
    config: ConfigOption = None,
    *,
    raw: Annotated[bool, typer.Option("--raw", help="The message itself, as it is sent.")] = False,
) -> None:
    """One letter as its reader sees it (the plain text), or with --raw the message itself."""
    with records_to_read(configuration(config)) as records:
        letter = records.letter_bytes(_chosen(records.letters(), [number])[0]["id"])
    if raw:
        sys.stdout.buffer.write(letter)
    else:
        out.print(present.letter_text(letter), markup=False)


@outbox.command(name="release")
def outbox_release(
    numbers: Numbers = None,
    config: ConfigOption = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All that wait.")] = False,
) -> None:
    """Lets letters prepared under another mode go out under the present one."""
    settings = _that_sends(config)
    with records_of(settings) as records:
        keys = None if everything else [letter["key"] for letter in _chosen(records.letters(), numbers or [])]
        count = records.release(settings.conference.mode.value, SystemClock().now(), keys)
    if count:
        err.print(f"{present.counted(count, 'letter')} released; the next delivery pass sends what it may.")
    else:
        err.print("None of them waits for a release. Failed and uncertain letters: `thamluan outbox resend`.")
    leave(0 if count else 1)


@outbox.command(name="resend")
def outbox_resend(numbers: Numbers = None, config: ConfigOption = None) -> None:
    """Queues failed or uncertain letters once more.  Uncertain ones may arrive twice: look in the Sent folder first."""
    settings = _that_sends(config)
    with records_of(settings) as records:
        chosen = _chosen(records.letters(), numbers or [])
        mode, now = settings.conference.mode.value, SystemClock().now()
        count = sum(records.resend(letter["key"], mode, now) for letter in chosen)
    err.print(f"{present.counted(count, 'letter')} queued again; the next delivery pass sends what it may.")
    _tell_the_rest(len(chosen) - count, "neither failed nor uncertain", "outbox")
    leave(0 if count == len(chosen) else 1)


@outbox.command(name="resume")
def outbox_resume(config: ConfigOption = None) -> None:
    """Lets letters go out again after the mailbox was found empty: you know why, and it is right."""
    with records_of(configuration(config)) as records:
        resumed = records.accept_empty_mailbox(SystemClock().now())
    err.print("Letters go out again." if resumed else "No letters wait for that.")
    leave(0 if resumed else 1)


@outbox.command(name="drop")
def outbox_drop(numbers: Numbers = None, config: ConfigOption = None) -> None:
    """Decides that letters which wait, failed or are uncertain are never sent."""
    with records_of(configuration(config)) as records:
        chosen = _chosen(records.letters(), numbers or [])
        count = sum(records.drop(letter["key"], "by hand", SystemClock().now()) for letter in chosen)
    err.print(f"{present.counted(count, 'letter')} dropped.")
    _tell_the_rest(len(chosen) - count, "under way, sent or dropped already", "outbox")
    leave(0 if count == len(chosen) else 1)


def _tell_the_rest(count: int, why: str, group: str) -> None:
    """Of the numbers given, those with which nothing was done."""
    if count:
        err.print(f"{count} of the numbers: {why}. `thamluan {group} list` shows what is.")


def _chosen(outgoing: Sequence[Mapping[str, Any]], numbers: Sequence[int]) -> list[Mapping[str, Any]]:
    by_number = {letter["id"]: letter for letter in outgoing}
    unknown = [str(number) for number in numbers if number not in by_number]
    if unknown or not numbers:
        what = f"no letter {', '.join(unknown)}" if unknown else "no number given"
        raise UsageError(f"{what}; `thamluan outbox list` shows the numbers.")
    return [by_number[number] for number in numbers]


parked = typer.Typer(help="Messages set aside because they could not be handled.", no_args_is_help=True)
app.add_typer(parked, name="parked")


@parked.command(name="list")
def parked_list(config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Every message set aside, with its number and the reason."""
    with records_to_read(configuration(config)) as records:
        found = [message for message in records.messages() if message["state"] == "parked"]
    if as_json:
        print_json([present.parked_json(message) for message in found])
    else:
        out.print(present.parked_table(found))


@parked.command(name="release")
def parked_release(numbers: Numbers = None, config: ConfigOption = None) -> None:
    """Has messages handled once more, for instance after an upgrade; the next pass does it."""
    with records_of(configuration(config)) as records:
        released, rest = _each_parked(numbers, records.release_parked)
        recorded = rest & _set_aside(records)
    err.print(f"{present.counted(released, 'message')} released; the next pass does the rest.")
    if recorded:
        which = ", ".join(map(str, sorted(recorded)))
        err.print(
            f"{which}: what could be recorded of it is on record. It is done with when the secretariat has decided "
            "each paper that could not be judged (ĐẠT, KHÔNG ĐẠT), or by `thamluan parked drop`."
        )
    _tell_the_rest(len(rest - recorded), "not set aside", "parked")
    leave(1 if rest else 0)


@parked.command(name="drop")
def parked_drop(numbers: Numbers = None, config: ConfigOption = None) -> None:
    """Decides that nothing more is done with messages set aside: somebody has seen to them, and to who wrote them."""
    with records_of(configuration(config)) as records:
        dropped, rest = _each_parked(numbers, records.drop_parked)
    err.print(f"{present.counted(dropped, 'message')} dropped.")
    _tell_the_rest(len(rest), "not set aside", "parked")
    leave(1 if rest else 0)


def _each_parked(numbers: Sequence[int] | None, do: Callable[[int, datetime], bool]) -> tuple[int, set[int]]:
    """With how many something was done, and with which nothing."""
    if not numbers:
        raise UsageError("no number given; `thamluan parked list` shows the numbers.")
    now = SystemClock().now()
    chosen = set(numbers)
    done = {number for number in sorted(chosen) if do(number, now)}
    return len(done), chosen - done


def _set_aside(records: Records) -> set[int]:
    return {message["id"] for message in records.messages() if message["state"] == "parked"}
