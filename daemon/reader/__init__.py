"""Reading the files and messages of strangers, in processes of their own with limits on time and memory.

isolated   files: the service's end
mails      messages: the same, with `isolated` for what is in them
process    starts, asks, kills
worker     the other end: puts the limits on, reads
wire       what passes between them: JSON, checked field by field
mailwire   the same of messages
"""

from daemon.reader.isolated import IsolatedReader
from daemon.reader.mails import MailReader

__all__ = ["IsolatedReader", "MailReader"]
