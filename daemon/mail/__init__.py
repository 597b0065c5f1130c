"""WRAP  Raw messages → plain values: every file the sender meant to send, under the right name; text; bounces.

`read` never raises, whatever the bytes, and takes bounded time.  Only importer of mail-parser, tnefparse and
charset-normalizer.
"""

from daemon.mail.files import Peek
from daemon.mail.limits import Limits
from daemon.mail.reader import read

__all__ = ["Limits", "Peek", "read"]
