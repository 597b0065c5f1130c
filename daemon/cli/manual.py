"""`thamluan man`: the manual page and the shell completion, made of the same texts as --help.

Reads the tree of commands and knows nothing else about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from daemon import __version__
from daemon.config import reference

app = typer.Typer()

#: What is true of all commands and belongs to none.
_ABOUT = """\
Authors e-mail their papers to one address. thamluan takes every message in, keeps its raw bytes, records it, judges
each paper against the rules of the conference, and answers in Vietnamese, or in English to whom the configuration says.
The secretariat decides by replying to mails.

Everything about a conference stands in one TOML file: `--config`, else `./config.toml`, else
`/etc/thamluan/config.toml`. `thamluan init` writes one. Passwords stand in files of their own, or are systemd's
credentials `mailbox-password`, `smtp-password` and `oauth2-client-secret`.

Options of the program stand before the command, those of a command behind it. Times are written in ISO 8601 with
offset. With `--json` exactly one JSON document is on standard output; whatever else is said goes to standard error."""
_EXIT = (
    ("0", "Done."),
    ("1", "Done, and something is wrong with what was looked at: a paper fails, a line of the doctor is red."),
    ("2", "The command could not be carried out; one sentence on standard error says why and what to do."),
)
_FILES = (
    ("/etc/thamluan/config.toml", "The conference. For several on one machine: /etc/thamluan/NAME/config.toml."),
    ("/etc/thamluan/mailbox-password", "The password of the mailbox alone, mode 0600."),
    ("/var/lib/thamluan", "Records, raw messages and files, as `[storage] directory` says. Back it up."),
    ("/run/thamluan-render.sock", "Where LibreOffice is asked for, kept apart from the service."),
)
_ENVIRONMENT = (
    ("CREDENTIALS_DIRECTORY", "Where systemd has put the passwords (systemd.exec(5), LoadCredential=)."),
    ("NOTIFY_SOCKET, WATCHDOG_USEC", "Whom `thamluan run` tells how it stands (sd_notify(3))."),
    ("THAMLUAN_DEBUG", "Set: an error of the program shows its traceback."),
    ("NO_COLOR", "Set: no colours, on terminals either."),
)
_SEE = "systemctl(1), journalctl(1); /usr/share/doc/thamluan, or docs/ of the source tree."


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as --help shows it."""

    path: str  #: "thamluan outbox list"
    usage: str  #: "[OPTIONS] [NUMBER]..."
    text: str
    options: tuple[tuple[str, str], ...]  #: "--json" → what it does
    flags: tuple[str, ...]  #: the options as they are typed
    below: tuple[str, ...]  #: the commands of a group


def entries(program: Any) -> tuple[Entry, ...]:
    """The program itself, then every command and subcommand, in the order of --help."""
    return tuple(_entries(program, "thamluan", None))


def _entries(command: Any, name: str, parent: Any) -> Iterator[Entry]:
    context = typer.Context(command, info_name=name, parent=parent)
    shown = [parameter for parameter in command.get_params(context) if not getattr(parameter, "hidden", False)]
    options = [parameter for parameter in shown if parameter.param_type_name == "option"]
    below = command.list_commands(context) if hasattr(command, "list_commands") else []
    yield Entry(
        path=context.command_path,
        usage=" ".join(command.collect_usage_pieces(context)),
        text=command.help or "",
        options=tuple(option.get_help_record(context) for option in options),
        flags=tuple(flag for option in options for flag in (*option.opts, *option.secondary_opts)),
        below=tuple(below),
    )
    for each in below:
        yield from _entries(command.commands[each], each, context)


# --------------------------------------------------------------------------- man(7)


def page(program: Any) -> str:
    """thamluan(1)."""
    whole, *commands = entries(program)
    lines = [
        f'.TH THAMLUAN 1 "" "thamluan {__version__}" "User Commands"',
        ".SH NAME",
        f"thamluan \\- {_roff(whole.text[0].lower() + whole.text[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        f"{_bold(whole.path)} {_roff(whole.usage)}",
        ".SH DESCRIPTION",
        *_paragraphs(_ABOUT),
        ".SH OPTIONS",
        *_definitions(whole.options),
        ".SH COMMANDS",
    ]
    for entry in commands:
        lines += [f".SS {_roff(entry.path)}", f"{_bold(entry.path)} {_roff(entry.usage)}", ".PP"]
        lines += [*_paragraphs(entry.text), *_definitions(_own(entry))]
    for title, items in (("EXIT STATUS", _EXIT), ("FILES", _FILES), ("ENVIRONMENT", _ENVIRONMENT)):
        lines += [f".SH {title}", *_definitions(items)]
    lines += [".SH SEE ALSO", _roff(_SEE)]
    return "\n".join(lines) + "\n"


def _own(entry: Entry) -> list[tuple[str, str]]:
    """Its options without the one that every command has."""
    return [option for option in entry.options if "--help" not in option[0]]


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        if number:
            yield ".PP"
        yield _roff(" ".join(paragraph.split()))


def _definitions(items: Any) -> Iterator[str]:
    for term, text in items:
        yield ".TP"
        yield _bold(term)
        yield _roff(text)


def _roff(text: str) -> str:
    """Text as man(7) takes it; what stands in backquotes is bold."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = re.sub(r"`([^`]+)`", r"\\fB\1\\fR", text)
    return f"\\&{text}" if text[:1] in {".", "'"} else text


def _bold(text: str) -> str:
    return f"\\fB{_roff(text)}\\fR"


# --------------------------------------------------------------------------- bash


_BASH = """\
# bash completion for thamluan, made by `thamluan man --bash`.
_thamluan() {{
    local word flags below path=thamluan IFS=$' \\t\\n'
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case "$path $word" in
{groups}
        esac
    done
    case "$path" in
{commands}
    esac
    [[ $2 == -* ]] && below=$flags
    COMPREPLY=($(compgen -W "$below" -- "$2"))
}}
complete -o default -F _thamluan thamluan
"""


def bash(program: Any) -> str:
    """A completion that starts no Python: commands and options; where neither fits, files."""
    found = entries(program)
    groups = "\n".join(f'            "{entry.path}") path="{entry.path}" ;;' for entry in found[1:])
    commands = "\n".join(
        f'        "{entry.path}") flags="{" ".join(entry.flags)}" below="{" ".join(entry.below)}" ;;' for entry in found
    )
    return _BASH.format(groups=groups, commands=commands)


# --------------------------------------------------------------------------- the command


@app.command(name="man")
def man(
    context: typer.Context,
    *,
    completion: Annotated[bool, typer.Option("--bash", help="The completion for bash instead.")] = False,
    keys: Annotated[
        bool, typer.Option("--configuration", help="Every key of the configuration instead, as Markdown.")
    ] = False,
) -> None:
    """The manual page: `thamluan man | man -l -`."""
    program = context.find_root().command
    typer.echo(bash(program) if completion else reference.page() if keys else page(program), nl=False)
