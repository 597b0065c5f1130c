"""Secrets: from the systemd credential, else the named file; read when a connection is built."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from daemon.config.connections import Mailbox, OAuth2
from daemon.discretion import Secret
from daemon.errors import ConfigError, ConfigProblem


def door(mailbox: Mailbox, password: Secret) -> str:
    """Stands for what a mailbox is reached by: server, user and password as they are now.

    Enough of it to see that it changed, and too little, too dearly made, to guess the password from.
    """
    salt = mailbox.model_dump_json().encode()
    return hashlib.scrypt(password.value.encode(), salt=salt, n=1 << 12, r=8, p=1, dklen=2).hex()


def secret_for(
    section: str, password_file: Path | None, environ: Mapping[str, str] = os.environ, *, like: str = ""
) -> Secret:
    """The password of `mailbox` or `smtp`: the systemd credential SECTION-password, else that of the section it is
    `like`, else the named file.

    ConfigError when there is none or it cannot be read.
    """
    names = [f"{name}-password" for name in (section, like) if name]
    found = _secret(section, "password_file", password_file, names, environ)
    if found is None:
        remedy = f"Write the password alone into it (mode 0600), or give the systemd credential {section}-password."
        named = f": {password_file}" if password_file else ""
        raise ConfigError(
            str(password_file or "configuration"),
            [ConfigProblem(section, "password_file", f"names no file that exists{named}.", remedy)],
        )
    return found


def client_secret_for(settings: OAuth2, environ: Mapping[str, str] = os.environ) -> Secret | None:
    """The secret of our OAuth2 client, from its credential or file; None for a public client, which has none.

    ConfigError when a file is named and there is none, or it cannot be read.
    """
    file = settings.client_secret_file
    found = _secret("oauth2", "client_secret_file", file, ["oauth2-client-secret"], environ)
    if found is None and file is not None:
        problem = f"names no file that exists: {file}."
        raise _unusable("oauth2", "client_secret_file", file, problem, "Write the secret alone into it.")
    return found


def _secret(
    section: str, key: str, file: Path | None, credentials: Sequence[str], environ: Mapping[str, str]
) -> Secret | None:
    """From the first systemd credential there is, else the file; None when there is neither.  ConfigError when one
    cannot be read.
    """
    directory = environ.get("CREDENTIALS_DIRECTORY")
    # First, because the service's user may not read the file that systemd read for it.
    copies = [Path(directory) / name for name in credentials] if directory else []
    for candidate in [*copies, *([file] if file else [])]:
        alone = _write_it_alone(file) if candidate in copies else "Write the secret alone into it."
        try:
            value = candidate.read_text("utf-8-sig").rstrip("\r\n")
        except FileNotFoundError:
            continue
        except OSError as error:
            problem = f"names {candidate}, which cannot be read: {error.strerror}."
            raise _unusable(section, key, candidate, problem, "Mend its owner and mode.") from error
        except UnicodeDecodeError as error:
            problem = f"names {candidate}, which cannot be read: it is no text in UTF-8."
            raise _unusable(section, key, candidate, problem, alone) from error
        if not value:  # a server would say no more than that it refuses the login, and count it
            problem = f"names an empty file: {candidate}."
            raise _unusable(section, key, candidate, problem, alone)
        return Secret(value)
    return None


def _write_it_alone(file: Path | None) -> str:
    """Where to: nobody can write into a credential, it is systemd's copy (systemd.exec(5)), made as the unit starts."""
    shipped = f", as shipped {file}" if file else ""
    return f"Write the secret alone into the file it is a copy of (LoadCredential={shipped}) and restart the service."


def _unusable(section: str, key: str, file: Path, problem: str, remedy: str) -> ConfigError:
    return ConfigError(str(file), [ConfigProblem(section, key, problem, remedy)])
