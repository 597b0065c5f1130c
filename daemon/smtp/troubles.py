"""What goes wrong with an SMTP server, as a `DeliveryError` that says it in words and carries the decision.  PURE."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from daemon.errors import NO_WAY_THERE, DeliveryError, certificate_remedy
from daemon.smtp.replies import LostError, Reply, text_of

#: Where something else listens than a mail server.
_ELSEWHERE = "Check [smtp] host and port."
#: Where there is nothing to mend on our side.
LATER = "It will be tried again; if that lasts, ask who runs the server."


@dataclass(frozen=True, slots=True)
class Troubles:
    """Those of one server."""

    host: str
    port: int

    @property
    def name(self) -> str:
        """The server, as the beginning of a sentence."""
        return f"The SMTP server {self.host}:{self.port}"

    def refusal(
        self, command: str, reply: Reply, what: str, *, whole_server: bool = False, step: str = ""
    ) -> DeliveryError:
        """The server said no to `what`; `step` is what to do about it."""
        did, step = (
            (f"refused {what}", step) if reply.code > 0 else (f"answered {what} with no word of SMTP", _ELSEWHERE)
        )
        return DeliveryError(
            f"{self.name} {did}: {reply.line}. {step}".rstrip(),
            permanent=reply.permanent,
            code=reply.known_code,
            command=command,
            line=reply.line,
            whole_server=whole_server or reply.about_the_server,
        )

    def refused_readers(self, refused: Sequence[tuple[str, Reply, bool]], *, taken: bool) -> DeliveryError:
        """At RCPT, each with its reply and whether it is for good.  `taken`: others were not refused.

        With one recipient refused for good the letter as a whole can never go; else the first refusal speaks.
        """
        in_the_way = [item for item in refused if item[2]] or refused
        _, worst, for_good = in_the_way[0]
        others = taken and worst.code not in {421, -1} and not worst.about_the_server
        names = ", ".join(f"{address} ({reply.line})" for address, reply, _ in refused)
        return DeliveryError(
            f"{self.name} refused {names}; the letter went to nobody.",
            permanent=for_good,
            code=worst.known_code,
            command="RCPT",
            line=worst.line,
            whole_server=worst.about_the_server,
            refused=[address for address, *_ in in_the_way] if others else (),
        )

    def lack(self, what: str) -> DeliveryError:
        """The server cannot do what this letter needs."""
        return DeliveryError(f"{self.name} {what}.", permanent=True, command="MAIL")

    def uncertain(self, what: str, line: str) -> DeliveryError:
        """The whole letter is there, and nobody knows what became of it."""
        return DeliveryError(
            f"{self.name} may or may not have the letter: {what}.",
            permanent=False,
            command="DATA",
            line=line,
            uncertain=True,
        )

    def no_starttls(self) -> DeliveryError:
        """It is wanted and not offered."""
        return DeliveryError(
            f"{self.name} does not offer STARTTLS; nothing was sent. Check [smtp] security and port.",
            permanent=True,
            command="STARTTLS",
            whole_server=True,
        )

    def no_login(self, offered: Sequence[str]) -> DeliveryError:
        """None of the mechanisms offered is one of ours."""
        return DeliveryError(
            f"{self.name} offers no login that we know (it offers: {', '.join(offered) or 'none'})."
            " Check [smtp] security, port, username and auth.",
            permanent=True,
            command="AUTH",
            whole_server=True,
        )

    def unreachable(self, error: Exception, command: str = "CONNECT") -> DeliveryError:
        """No connection, or none that is safe."""
        words, permanent = text_of(str(error)), False
        if isinstance(error, ssl.SSLCertVerificationError):
            permanent = True
            words = f"its certificate is not trusted ({error.verify_message.rstrip('.')}); " + certificate_remedy(
                error, "smtp"
            )
        elif isinstance(error, socket.gaierror):
            words = f"its name is not known ({text_of(error.strerror or words)}); check [smtp] host and the DNS here"
        elif isinstance(error, ConnectionRefusedError):
            words = "it refuses connections; check [smtp] host and port"
        elif isinstance(error, TimeoutError):
            words = "it did not answer in time; if it never does, check [smtp] security and port"
        elif isinstance(error, OSError) and error.errno in NO_WAY_THERE:
            words = (
                f"there is no way to it from here ({text_of(error.strerror or words)}); check this machine's network"
            )
        elif isinstance(error, ssl.SSLError) and error.reason in {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"}:
            permanent, words = True, "it does not speak TLS there; check [smtp] security and port"
        return DeliveryError(
            f"{self.name} is out of reach: {words}.", permanent=permanent, command=command, whole_server=True
        )

    @contextmanager
    def lost_means_later(self, command: str, *, whole_server: bool = False) -> Iterator[None]:
        """Before the final dot a lost connection costs nothing but time.  A stall would cost every letter its time."""
        try:
            yield
        except LostError as error:
            how = "did not answer in time" if error.stalled else "closed the connection"
            raise DeliveryError(
                f"{self.name} {how} at {command} ({error}); the letter was not sent.",
                permanent=False,
                command=command,
                whole_server=whole_server or error.stalled,
            ) from error


def unreadable_certificates(file: object, error: OSError) -> DeliveryError:
    """The file of [smtp] ca_file."""
    return DeliveryError(
        f"The certificates in {file} cannot be read ({text_of(str(error))})."
        " Check [smtp] ca_file: it must be a PEM file.",
        permanent=True,
        command="CONNECT",
        whole_server=True,
    )
