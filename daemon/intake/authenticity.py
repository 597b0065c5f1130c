"""How far From is believed: what the mailbox's own server found out about it (RFC 8601).  PURE.

Only the topmost Authentication-Results of the configured server counts: whoever writes a message can write such
headers too, and a server puts its own above them (RFC 8601 §5).  Nothing configured, or nothing found, is no proof
of anything: many schools' servers sign nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from daemon.model import Authenticity, ParsedMail

#: RFC 8601 §2.2: `method [/ version] = result` at the beginning of a resinfo, before its properties.
_METHOD = re.compile(r"\s*([a-z0-9-]+)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r'\b(header\.d|header\.i|smtp\.mailfrom|header\.from)\s*=\s*"?([^\s;"]+)', re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")  # RFC 5322 §3.2.2, without nesting: what is nested deeper stays and says nothing
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
    dmarc = next((result for method, result, _ in results if method == "dmarc"), "")
    if dmarc == "pass" or any(_aligned(method, result, names, domain) for method, result, names in results):
        return Authenticity.PROVEN
    spf_fails = any(method == "spf" and result in {"fail", "hardfail"} for method, result, _ in results)
    # RFC 7489 §11.2: "fail" is the verdict; "none" and the errors say that there was none.
    if dmarc == "fail" or (dmarc in {"", "none"} and spf_fails):
        return Authenticity.FAILED
    return Authenticity.UNKNOWN


def _trusted(mail: ParsedMail, authserv_id: str) -> str | None:
    """The value after the server's name, without comments."""
    if not authserv_id:
        return None
    for header in mail.headers.get("authentication-results", ()):
        name, _, rest = _COMMENT.sub(" ", header[:_LONGEST]).partition(";")
        words = name.split()  # RFC 8601 §2.2: authserv-id, and a version that nobody writes
        if words and words[0].casefold() == authserv_id.casefold():
            return rest
    return None


def _results(value: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    for part in value.split(";"):
        if match := _METHOD.match(part):
            names = {name.casefold(): found.casefold() for name, found in _PROPERTY.findall(part)}
            yield match[1].casefold(), match[2].casefold(), names


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
