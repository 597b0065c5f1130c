"""Reading the files of strangers, in a process of its own with limits on time and memory.

isolated   the service's end: starts, asks, kills
worker     the other end: puts the limits on, reads
wire       what passes between them: JSON, checked field by field
"""

from daemon.reader.isolated import InProcessReader, IsolatedReader

__all__ = ["InProcessReader", "IsolatedReader"]
