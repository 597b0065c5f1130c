"""The command that gives us a grant: `login`."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from daemon.cli.common import ConfigOption, UsageError, configuration, err, leave
from daemon.config import Auth, Config
from daemon.errors import DeliveryError, MailboxError
from daemon.logins import access_of, account_of, client_of, mailbox_opener, sender_maker
from daemon.oauth import Grant, Granted, GrantFile, TokenServer, by_browser, by_device, endpoints
from daemon.oauth.protocol import DeviceCode

app = typer.Typer()


class Flow(StrEnum):
    """How a person grants it."""

    DEVICE = "device"
    BROWSER = "browser"


@app.command()
def login(
    config: ConfigOption = None,
    *,
    flow: Annotated[
        Flow | None, typer.Option("--flow", help="device: a code typed on any device; browser (else what there is).")
    ] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Where the browser comes back to on this machine; 0: any.")
    ] = 0,
    paste: Annotated[
        bool, typer.Option("--paste", help="The browser is on another machine: paste the address it ends at.")
    ] = False,
) -> None:
    """Has the mailbox's provider let us in (OAuth2), and tries it.  Run it as the user that runs the service."""
    settings = configuration(config)
    if Auth.OAUTH2 not in {settings.mailbox.auth, settings.smtp.auth}:
        raise UsageError('There is nothing to log in to: set auth = "oauth2" in [mailbox] and [smtp] first.')
    where, now = endpoints(settings.oauth2), datetime.now(UTC)
    file = GrantFile(settings.storage.directory)
    with file.locked():  # where it cannot be kept nobody is sent to a page for it
        pass
    chosen = flow or (Flow.DEVICE if where.device and not paste else Flow.BROWSER)
    given = _by_device(settings) if chosen is Flow.DEVICE else _by_browser(settings, port, paste=paste)
    grant = Grant.of(settings.oauth2.client_id, where.token, account_of(settings), given, now)
    with file.locked():
        file.write(grant)
    err.print(f"Granted, and kept in {settings.storage.directory}.", markup=False, soft_wrap=True)
    if grant.refresh_expires is not None:
        ends = grant.refresh_expires.astimezone(settings.zone)
        err.print(f"The provider says that it ends at {ends:%d/%m/%Y %H:%M %Z}.", markup=False)
    leave(0 if _is_let_in(settings) else 1)


def _by_device(settings: Config) -> Granted:
    def show(code: DeviceCode) -> None:
        minutes = int(code.expires_in.total_seconds()) // 60
        err.print(f"Open {code.verification_uri} on any device,", markup=False, soft_wrap=True)
        err.print(f"log in as {account_of(settings)}, and type  {code.user_code}", markup=False, soft_wrap=True)
        err.print(f"within {minutes} minutes. Waiting ...", markup=False)

    where, client = endpoints(settings.oauth2), client_of(settings)
    return by_device(TokenServer(settings.oauth2), where, client, show)


def _by_browser(settings: Config, port: int, *, paste: bool) -> Granted:
    def show(url: str, at: int) -> None:
        err.print(f"Open this page, log in as {account_of(settings)}, and allow it:\n", markup=False, soft_wrap=True)
        err.print(f"{url}\n", markup=False, soft_wrap=True, highlight=False)
        if paste:
            err.print("The browser then shows that it cannot reach 127.0.0.1: copy the address it is at.")
        else:
            tunnel = f"ssh -L {at}:127.0.0.1:{at} THIS-HOST"
            err.print(f"On another machine: first run  {tunnel}  there, or use --paste.", markup=False, soft_wrap=True)
            err.print("Waiting ...")

    return by_browser(
        TokenServer(settings.oauth2),
        endpoints(settings.oauth2),
        client_of(settings),
        show,
        username=account_of(settings),
        port=port,
        paste=(lambda: str(typer.prompt("Address", err=True))) if paste else None,
    )


def _is_let_in(settings: Config) -> bool:
    """Whether the servers take it, where they are to; what is wrong is said."""
    access, good = access_of(settings), True
    try:
        if settings.mailbox.auth is Auth.OAUTH2:
            mailbox_opener(settings, access).open(read_only=True).close()
            err.print(f"The mailbox {settings.mailbox.username} opens.", markup=False)
    except MailboxError as error:
        good = False
        err.print(f"The mailbox does not open with it: {error}", markup=False, soft_wrap=True)
    if settings.smtp.auth is Auth.OAUTH2:
        sender = sender_maker(settings, access)()
        try:
            err.print(f"{settings.smtp.host}: {sender.probe()}", markup=False, soft_wrap=True)
        except DeliveryError as error:
            good = False
            err.print(f"Letters cannot be sent with it: {error}", markup=False, soft_wrap=True)
        finally:
            sender.close()
    return good
