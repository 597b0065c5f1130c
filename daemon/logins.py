"""How one logs in to the mailbox and to the SMTP server, as configured: passwords, or tokens of the one grant.

Composition only: what `oauth.Access` cannot do becomes the error of the edge that asked for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from daemon.config import Auth, Config, Mailbox, client_secret_for, door, secret_for
from daemon.discretion import Secret
from daemon.errors import DeliveryError, GrantError, MailboxError
from daemon.inbox import ImapInbox
from daemon.oauth import Access, Client, GrantFile, TokenServer, endpoints
from daemon.smtp import SmtpSender


def access_of(config: Config) -> Access | None:
    """The access token of the mailbox's account; None where every login is by password.

    ConfigError when the client's secret cannot be had.
    """
    if Auth.OAUTH2 not in {config.mailbox.auth, config.smtp.auth}:
        return None
    return Access(
        GrantFile(config.storage.directory),
        TokenServer(config.oauth2),
        client_of(config),
        token_endpoint=endpoints(config.oauth2).token,
        username=account_of(config),
        warn=timedelta(days=config.oauth2.warn_days),
    )


def client_of(config: Config) -> Client:
    """As what we are registered with the provider.  ConfigError."""
    return Client(config.oauth2.client_id, client_secret_for(config.oauth2))


def account_of(config: Config) -> str:
    """Whose grant it is."""
    return config.mailbox.username if config.mailbox.auth is Auth.OAUTH2 else config.smtp.username


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens the mailbox."""

    settings: Mailbox
    secret: Callable[[], Secret]
    door: Callable[[], str]  #: stands for what it is reached by, as it is now (`config.door`)
    instead: Callable[[Secret], Secret] | None = None  #: another token for one that the server did not take

    def open(self, folder: str = "", *, read_only: bool = False) -> ImapInbox:
        """A connection of one's own, to another folder if one is named.  MailboxError."""
        settings = self.settings.model_copy(update={"folder": folder}) if folder else self.settings
        secret = self.secret()
        try:
            return ImapInbox.connect(settings, secret, read_only=read_only)
        except MailboxError as error:
            if self.instead is None or not error.permanent:
                raise
            # Either the token was taken back and the grant was not, or it now turns out that both were.
            secret = self.instead(secret)
        return ImapInbox.connect(settings, secret, read_only=read_only)


def mailbox_opener(config: Config, access: Access | None) -> Opener:
    """ConfigError when the password cannot be had."""
    settings = config.mailbox
    if access is None or settings.auth is Auth.PASSWORD:
        password = secret_for("mailbox", settings.password_file)
        return Opener(settings, lambda: password, lambda: door(settings, password))

    def token(refused: Secret | None = None) -> Secret:
        try:
            if refused is not None:
                access.distrust(refused)
            return access.token()
        except GrantError as error:
            raise MailboxError(str(error), permanent=error.permanent) from error

    return Opener(settings, token, lambda: door(settings, Secret(access.login())), token)


def sender_maker(config: Config, access: Access | None) -> Callable[[], SmtpSender]:
    """Makes senders; each connects when its first letter goes.  ConfigError when the password cannot be had."""
    settings = config.smtp
    if not settings.username:
        return lambda: SmtpSender(settings)
    if access is None or settings.auth is Auth.PASSWORD:
        # The unit loads one file, the mailbox's; of another one that is named here systemd knows nothing.
        is_the_same = settings.password_file in {None, config.mailbox.password_file}
        password = secret_for("smtp", settings.password_file, like="mailbox" if is_the_same else "")
        return lambda: SmtpSender(settings, password)

    def token() -> Secret:
        try:
            return access.token()
        except GrantError as error:
            raise DeliveryError(str(error), permanent=error.permanent, command="AUTH", whole_server=True) from error

    return lambda: SmtpSender(settings, token)
