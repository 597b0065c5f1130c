"""Which software wrote a message, and through which service it was sent, by what these leave in it.  PURE.

Mail programs, libraries of programs and services are told by their header fields, by how they write Message-IDs and by
the boundaries of their multiparts.  Services that send for others serve programs, and offices as a gateway: what a
person's mail program left in a message counts against them.  Boundaries and Message-IDs of Python's library are no
sign: gateways that add a footer to everybody's mail write such, too.
"""

from __future__ import annotations

import re

from daemon.model import ParsedMail

#: What services that send for others, and libraries of programs, put into Message-IDs; and Gmail, where there was none.
_SENT_THROUGH = re.compile(
    r"amazonses|geopod|ismtpd|sendgrid|mailgun|mcsv|mcdlv|mandrill|sparkpost|mailjet|sendinblue|mailin\.fr|getresponse"
    r"|mtasv\.net|elasticemail|intercom-mail|javamail\.(?!zimbra)|smtpin_added|swift\.generated|@localhost",
    re.IGNORECASE,
)
#: Not Mimecast's and Proton's, who write "X-MC-Unique" and "X-Pm-Origin" into people's mail.
_SERVICE_FIELD = re.compile(
    r"feedback-id|x-mc-(?!unique|relay).*|x-pm-(?!origin|content|transfer|spam|date|recipient).*"
    r"|x-(ses|sg|mailgun|mandrill|mj|sfdc|campaign|entity|sib|mailin|msys|smtpcorp|intercom)-.*|x-msfbl|x-msg-eid"
    r"|x-kmail-(account|relay)"  # Klaviyo; other such fields are of KMail, in which people write
)
_OF_MAILBOXES = re.compile(r":\s*(fastmail|zohomail)\s*$", re.IGNORECASE)  #: which number their people's mail
_RELAY_ID = re.compile(
    r"amazonses\.com>|@geopod-|ismtpd|@mg\.|mailgun|mandrillapp|sparkpost|mailjet|mailin\.fr|sendinblue|mtasv\.net"
    r"|@sfdc\.net>|elasticemail|intercom-mail",
    re.IGNORECASE,
)
#: Services and programs that do nothing but write to many.
_MAILING_ID = re.compile(
    r"[@.](mcsv\.net|mcdlv\.net|rsgsv\.net|hubspotemail\.net|getresponse[-.\w]*|mailbit\.vn|mlsend\w*\.com|"
    r"createsend\w*\.com|cmail\d+\.com|constantcontact\.com|klaviyo\w*\.com|activehosted\.com|aweber\.com|"
    r"getflycrm\.com|bizfly\.vn)>",
    re.IGNORECASE,
)
_MAILING_FIELD = re.compile(
    r"x-.*(campaign|subscriber|newsletter|broadcast|list-?member|mass-?mail|bulk-?mail|unsub(scribe)?\b).*"
    r"|x-(hs|mw|acelle|mc(?!-(unique|relay)))-.*"
)
#: How libraries of programs bound the parts of what they write; Proton does as PHPMailer, and is asked about before.
_LIBRARY_BOUNDARY = re.compile(
    r"boundary\s*=\s*\"?(b[1-3]_[0-9a-z]{20,}|--_nmp-|_=_(swift|symfony)_|--==_mimepart_|--boundary_\d+_[0-9a-f]{8}-"
    r"|b_a(lt|tc)_|[0-9a-f]{60}\b)",
    re.IGNORECASE,
)
_LIBRARY_ID = re.compile(
    r"@swift\.generated>|-openerp-|@[\w.-]+\.mail>$|^<-?\d{1,10}\.\d{1,6}\.1[5-9]\d{11}@(?!mail\.yahoo)", re.IGNORECASE
)
_LIBRARY_NAME = re.compile(
    r"\W*(php\b|codeigniter|laravel|symfony|cakephp|zend|django|odoo|openerp|javamail|chilkat|mailbee|(w3 )?jmail|"
    r"indy\b|mime::lite|mime-tools|aspnetemail|aspmail|persits|powershell|drupal|joomla|moodle|vtiger|suitecrm|"
    r"sugarcrm|bitrix)",
    re.IGNORECASE,
)
_SCRIPT_FIELDS = ("x-php-originating-script", "x-php-script")
#: Web mail is written in PHP as well.
_WEB_MAIL = re.compile(
    r"rcube|roundcube|horde|\bimp\b|squirrel|rainloop|snappymail|afterlogic|web-?mail|sendmail\.inc", re.IGNORECASE
)
#: Mail programs and web mail that people write in.
_WRITTEN_IN = re.compile(
    r"(iphone|ipad|apple) mail|microsoft (office )?outlook|outlook express|windows (live )?mail|ymail|yahoomail|"
    r"webservice/|zimbra|roundcube|squirrelmail|horde|thunderbird|mozilla|worldclient|coremail|lotus notes|samsung|"
    r"k-9|bluemail|evolution|airmail|mailspring|foxmail|the bat|icewarp|android|amazon workmail|cyrus-jmap|"
    r"rainloop|snappymail|afterlogic|em_?client|open-xchange|kerio|smartermail|sogo|microsoft-macoutlook|claws mail|"
    r"kmail|mutt|geary|postbox",
    re.IGNORECASE,
)
_ZOHO = re.compile(r"zoho mail\b", re.IGNORECASE)  #: which names itself in what it answers for its people, too
_WRITTEN_ID = re.compile(
    r"@mail\.(gmail|yahoo)\.com>|\.prod\.outlook\.com>|javamail\.zimbra|@email\.android\.com>"
    r"|^<(?-i:[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12})@",  # Apple's; nodemailer writes small letters
    re.IGNORECASE,
)
#: What they leave behind besides, though a gateway took their names out: fields, Message-IDs, boundaries.
_HAND_FIELDS = frozenset(
    {
        "thread-index",
        "thread-topic",
        "x-ms-has-attach",
        "x-mimeole",
        "x-originating-ip",
        "x-gm-message-state",
        "x-me-sender",
        "x-universally-unique-identifier",
    }
)
_HAND_ID = re.compile(
    r"^<([0-9a-f]{12}\$[0-9a-f]{8}\$|[\w-]{40,}=@)|\.horde\.|\.squirrel@|@webmail\.|@www\.fastmail\.com>"
    r"|@frontapp\.com>",
    re.IGNORECASE,
)
_HAND_BOUNDARY = re.compile(
    r"boundary\s*=\s*\"?(apple-mail|_\d{3}_|-{4}=_nextpart_\d{3}_|0{12}[0-9a-f]{16}|-{12}[\da-z]{24}\b|--=_rainloop)",
    re.IGNORECASE,
)


def service(mail: ParsedMail) -> str | None:
    """What shows that it was sent through a service that sends for others, or by a library.  None: nothing does."""
    found = _SENT_THROUGH.search(mail.message_id or "")
    return found[0] if found else _field(mail, _SERVICE_FIELD)


def mail_program(mail: ParsedMail) -> str | None:
    """The mail program that a person wrote it in, by its name or by its Message-ID.  None: it does not say."""
    named = (_WRITTEN_IN.search(mail.header(field)) for field in ("x-mailer", "user-agent"))
    found = next(filter(None, named), None) or _WRITTEN_ID.search(mail.message_id or "")
    return found[0] if found else None


def is_by_hand(mail: ParsedMail) -> bool:
    """Whether anything in it was left by a mail program of people, whatever sent it on."""
    if mail_program(mail) or not _HAND_FIELDS.isdisjoint(mail.headers) or _ZOHO.match(mail.header("x-mailer")):
        return True
    scripts = (mail.header(field) for field in _SCRIPT_FIELDS)
    if _HAND_ID.search(mail.message_id or "") or any(map(_WEB_MAIL.search, scripts)):
        return True
    return _HAND_BOUNDARY.search(mail.header("content-type")) is not None


def mailing(mail: ParsedMail) -> str | None:
    """What a service or a program left in it that does nothing but write to many.  None: nothing."""
    found = _MAILING_ID.search(mail.message_id or "")
    return found[0].strip("@.>") if found else _field(mail, _MAILING_FIELD)


def relay(mail: ParsedMail) -> str | None:
    """What a service left in it that sends for programs, and for offices as their gateway.  None: nothing."""
    found = _RELAY_ID.search(mail.message_id or "")
    return found[0].strip("@.>") if found else _field(mail, _SERVICE_FIELD)


def library(mail: ParsedMail) -> str | None:
    """What a library of programs left in it: its name, its way to write a Message-ID or a boundary.  None: nothing."""
    for field in ("x-mailer", "user-agent"):
        if found := _LIBRARY_NAME.match(mail.header(field)):
            return found[0].strip()
    found = _LIBRARY_ID.search(mail.message_id or "") or _LIBRARY_BOUNDARY.search(mail.header("content-type"))
    return found[0] if found else next((field for field in _SCRIPT_FIELDS if mail.header(field)), None)


def _field(mail: ParsedMail, pattern: re.Pattern[str]) -> str | None:
    for name, values in mail.headers.items():
        if pattern.fullmatch(name) and not _OF_MAILBOXES.search(values[0]):
            return name
    return None
