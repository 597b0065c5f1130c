"""The sections of what is connected to: mailbox, SMTP and the provider that grants access to both.

Each is a frozen value; its descriptions are the manual (`daemon.config.reference`).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field

from daemon.config.forms import (
    TENANT,
    Email,
    Endpoint,
    Port,
    Section,
    Words,
)


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class OnUncertain(StrEnum):
    """What becomes of a letter of which nobody knows whether it went out."""

    HOLD = "hold"
    RESEND = "resend"


class Auth(StrEnum):
    """How one logs in."""

    PASSWORD = "password"
    OAUTH2 = "oauth2"


class Provider(StrEnum):
    """Whose OAuth2 endpoints are asked."""

    GOOGLE = "google"
    MICROSOFT = "microsoft"
    CUSTOM = "custom"


class Mailbox(Section):
    """Where papers come in: IMAP."""

    address: Email = Field(description="Where authors send papers; sender of every letter.")
    sender_name: str = Field(default="", description="Display name beside that address in letters.")
    host: str = Field(min_length=1, description="IMAP server.")
    port: Port = Field(description="993 for tls, 143 for starttls and none.")
    security: Security = Field(description="tls, starttls, or none (towards loopback only).")
    ca_file: Path | None = Field(default=None, description="PEM file of a private certification authority.")
    username: str = Field(min_length=1, description="IMAP login.")
    auth: Auth = Field(default=Auth.PASSWORD, description="password, or oauth2: by the grant of `thamluan login`.")
    password_file: Path | None = Field(
        default=None, description="File holding the password alone; or the systemd credential mailbox-password."
    )
    folder: str = Field(default="INBOX", min_length=1, description="Folder that is read.")
    processed_folder: str = Field(
        default="", description="Where handled messages are moved; empty: they stay where they are."
    )
    sent_folder: str = Field(
        default="",
        description="Where the provider keeps what was sent: letters cut off while being sent are looked up there. "
        "Empty: the folder that the server marks as such (RFC 6154).",
    )
    vanished_limit: int = Field(
        default=10,
        ge=0,
        description="Where at least so many messages on record stood in the mailbox and none is left at the next poll, "
        "letters wait until `thamluan outbox resume`; 0: never.",
    )
    poll_seconds: int = Field(default=60, ge=1, le=86400, description="Pause between polls, IDLE or not.")
    alarm_minutes: int = Field(
        default=15,
        ge=1,
        description="So long without a successful poll is trouble, told by `status`, and by the log of events "
        "afterwards; five polls are waited for at least.",
    )
    subaddresses: bool = Field(
        default=False,
        description="The server delivers mail for box+anything@... to box@...: letters are then answered to an "
        "address that names the paper (RFC 5233).",
    )
    authserv_id: str = Field(
        default="",
        description="Name of the server in the Authentication-Results that it adds (RFC 8601); empty: it adds none.",
    )
    idle: bool = Field(default=True, description="Use IDLE (RFC 2177) besides polling where the server has it.")
    timeout_seconds: float = Field(default=60, gt=0, le=600, description="Limit on every network operation.")


class Smtp(Section):
    """The way out for letters."""

    host: str = Field(min_length=1, description="Submission server.")
    port: Port = Field(description="465 for tls, 587 for starttls.")
    security: Security = Field(description="tls, starttls, or none (towards loopback only).")
    ca_file: Path | None = Field(default=None, description="PEM file of a private certification authority.")
    username: str = Field(default="", description="Empty: no login.")
    auth: Auth = Field(default=Auth.PASSWORD, description="password, or oauth2: by the same grant as the mailbox.")
    password_file: Path | None = Field(
        default=None, description="File holding the password alone; or the systemd credential smtp-password."
    )
    timeout_seconds: float = Field(
        default=60,
        gt=0,
        le=600,
        description="Limit on every network operation; ten times as long, but ten minutes at most, for the answer to a "
        "whole letter.",
    )
    max_attempts: int = Field(default=8, ge=1, le=50, description="After so many temporary failures a letter fails.")
    on_uncertain: OnUncertain = Field(
        default=OnUncertain.HOLD,
        description="A letter that may or may not have gone out and is not found in the Sent folder: hold it for a "
        "person, or resend it once, marked as a possible repeat.",
    )
    uncertain_minutes: int = Field(
        default=15, ge=1, description="So long a letter is looked for in the Sent folder before it is not found."
    )


class OAuth2(Section):
    """How a provider lets us in without the mailbox's password: who we are to it, and where it is asked."""

    provider: Provider = Field(default=Provider.GOOGLE, description="google, microsoft, or custom.")
    client_id: str = Field(default="", description="Of the application that you registered with the provider.")
    client_secret_file: Path | None = Field(
        default=None,
        description="File holding the client's secret alone; or the systemd credential oauth2-client-secret. A public "
        "client (Microsoft) has none.",
    )
    tenant: str = Field(default="common", pattern=TENANT, description="Microsoft: id or domain of the organisation.")
    authorization_endpoint: Endpoint = Field(default="", description="Page in the browser; empty: the provider's.")
    token_endpoint: Endpoint = Field(default="", description="Empty: the provider's.")
    device_endpoint: Endpoint = Field(default="", description="Of the device flow; empty: the provider's.")
    scopes: Words = Field(default=(), description="What is asked for; empty: IMAP and SMTP as the provider calls them.")
    ca_file: Path | None = Field(default=None, description="PEM file of a private certification authority.")
    timeout_seconds: float = Field(default=30, gt=0, le=600, description="Limit on every question.")
    warn_days: int = Field(
        default=3, ge=0, description="So many days before a grant ends, where the provider says when, it is trouble."
    )
