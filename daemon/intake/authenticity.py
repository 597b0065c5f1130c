"""How far From is believed: what the mailbox's own server found out about it (RFC 8601).  PURE.

Only the topmost Authentication-Results counts, and only if it is the configured server's: whoever writes a message
can write such headers too, and a server puts its own above them (RFC 8601 §5).  Nothing configured, or nothing found,
is no proof of anything: many schools' servers sign nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from daemon.model import Authenticity, ParsedMail

#: RFC 8601 §2.2: `method [/ version] = result` at the beginning of a resinfo, before its properties.
_METHOD = re.compile(r"\s*([a-z0-9-]+)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b(header\.d|header\.i|smtp\.mailfrom|header\.from)\s*=\s*([^\s;]+)", re.IGNORECASE)
#: What may stand in a value without meaning anything to whoever reads the header as a list of results.
_PLAIN = re.compile(r"[A-Za-z0-9@._+-]")
_LONGEST = 4_000  #: characters of a header that are looked at


def authenticity(mail: ParsedMail, authserv_id: str) -> Authenticity:
    """Whether From is proven, unknown, or shown to be false.  `authserv_id` is that of the mailbox's server; "" none.

    Proven: DMARC passes, or a signature (DKIM) or the way the message came (SPF) passes for From's own domain.
    Failed: DMARC fails, or where the domain has no DMARC, SPF fails and nothing of From's domain passes.
    """
    value = _trusted(mail, authserv_id)
    if value is None or mail.from_ is None:
        return Authenticity.UNKNOWN
    domain = mail.from_.address.rpartition("@")[2].casefold()
    results = list(_results(value))
    # RFC 7489 §11.2: "fail" is the verdict; "none" and the errors say that there was none.
    dmarc = {_dmarc(result, names, domain) for method, result, names in results if method == "dmarc"}
    if "fail" in dmarc:
        return Authenticity.FAILED
    if "pass" in dmarc or any(_aligned(method, result, names, domain) for method, result, names in results):
        return Authenticity.PROVEN
    spf_fails = any(method == "spf" and result in {"fail", "hardfail"} for method, result, _ in results)
    return Authenticity.FAILED if spf_fails and dmarc <= {"none"} else Authenticity.UNKNOWN


def _trusted(mail: ParsedMail, authserv_id: str) -> str | None:
    """What the configured server says, its name left out."""
    headers = mail.headers.get("authentication-results", ())
    if not authserv_id or not headers:
        return None
    name, _, rest = flat(headers[0][:_LONGEST]).partition(";")
    words = name.split()  # RFC 8601 §2.2: authserv-id, and a version that nobody writes
    return rest if words and words[0].casefold() == authserv_id.casefold() else None


def flat(value: str) -> str:
    """Without comments, and quoted strings as plain words (RFC 5322 §3.2.1, 3.2.2, 3.2.4): what a sender can put there,
    such as the local part of an address, ends no result and begins none.
    """
    found, depth, quoted, escaped = [], 0, False, False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\" and (depth or quoted):
            escaped = True
            continue
        elif quoted and char == '"':
            quoted = False
            continue
        elif not quoted and char in "()":
            depth = max(depth + (1 if char == "(" else -1), 0)
            found.append(" ")
            continue
        elif not depth and char == '"':
            quoted = True
            continue
        if not depth:
            found.append(char if not quoted or _PLAIN.match(char) else "_")
    return "".join(found)


def _results(value: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    for part in value.split(";"):
        if match := _METHOD.match(part):
            names = {name.casefold(): found.casefold() for name, found in _PROPERTY.findall(part)}
            yield match[1].casefold(), match[2].casefold(), names


def _dmarc(result: str, names: dict[str, str], domain: str) -> str:
    """The result, as far as it speaks of From's own domain."""
    about = names.get("header.from", domain).rpartition("@")[2]
    return result if result != "pass" or about == domain else "other"


def _aligned(method: str, result: str, names: dict[str, str], domain: str) -> bool:
    """Whether a passing result speaks of From's domain, or of one that it belongs to (RFC 7489 §3.1, relaxed)."""
    if result != "pass" or not domain:
        return False
    if method == "dkim":
        found = names.get("header.d") or names.get("header.i", "").rpartition("@")[2]
    elif method == "spf":
        found = names.get("smtp.mailfrom", "").rpartition("@")[2]
    else:
        return False
    # A domain over another one needs two labels at least: "vn" signs for nobody.
    return found == domain or ("." in found and domain.endswith(f".{found}")) or found.endswith(f".{domain}")
