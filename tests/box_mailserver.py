"""A mail server in the box: the embedded one, told what to do through files of a folder.

`in.eml` in it is submitted to the mailbox; every letter that leaves stands as a line in `out` (its recipients); `ports`
holds IMAP's and SMTP's once it listens.
"""

import sys
import time
from pathlib import Path

from daemon.clock import SystemClock
from daemon.demo.server import MailServer

ADDRESS, PASSWORD = "hop-thu@hoithao.example", "hop-thu-193"


def main() -> None:
    folder = Path(sys.argv[1])
    with MailServer(ADDRESS, PASSWORD, SystemClock()) as server:
        (folder / "ports").write_text(f"{server.imap_port} {server.smtp_port}")
        while True:
            if (folder / "in.eml").exists():
                server.submission((folder / "in.eml").read_bytes(), "binh@nghean.example")
                (folder / "in.eml").unlink()
            (folder / "out").write_text("".join(f"{' '.join(letter.recipients)}\n" for letter in server.outgoing))
            time.sleep(0.2)


if __name__ == "__main__":
    main()
