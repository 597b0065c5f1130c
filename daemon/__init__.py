"""thamluan: turns a submission mailbox into a well-run call for papers."""

__version__ = "0.1.0"
