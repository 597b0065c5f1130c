"""Stands in for `render_worker`: same frames, no LibreOffice.  The document says how to behave."""

import json
import os
import struct
import sys
import time
from pathlib import Path

FRAME = struct.Struct("!4sII")
COVERED = "20-7e a0-377 1e00-1eff 2000-2064"
FACES = [
    {"style": style, "family": "Liberation Serif", "file": "/fonts/serif.ttf", "version": "2", "charset": COVERED}
    for style in ("", ":bold", ":italic", ":bold:italic")
]


def send(header, body=b"", magic=b"TLF1", claimed=None):
    head = json.dumps(header).encode()
    frame = FRAME.pack(magic, len(head), len(body) if claimed is None else claimed) + head + body
    os.write(1, frame)


def receive():
    head = sys.stdin.buffer.read(FRAME.size)
    if len(head) < FRAME.size:
        sys.exit(0)
    _, header, body = FRAME.unpack(head)
    return json.loads(sys.stdin.buffer.read(header)), sys.stdin.buffer.read(body)


def answer(question, body, number):
    match body.split(b" ")[0]:
        case b"hang":
            (Path(os.environ["HOME"]) / "hanging").touch()
            time.sleep(600)
        case b"crash":
            sys.stderr.write("first line\nsegmentation fault, alas\n")
            sys.stderr.flush()
            os._exit(139)
        case b"crash-when-warm" if number > 1:
            os._exit(139)
        case b"dead":
            send({"ok": False, "error": "dead", "message": "LibreOffice died (load)"})
        case b"killed" if first_time(body.split(b" ")[1]):
            send({"ok": False, "error": "dead", "message": "LibreOffice died (load)", "killed": True})
        case b"refuse":
            send({"ok": False, "error": "load", "message": "LibreOffice cannot read it"})
        case b"garbage":
            os.write(1, b"Warning: this is no frame at all\n")
        case b"no-object":
            os.write(1, FRAME.pack(b"TLF1", 2, 0) + b"[]")
        case b"no-json":
            os.write(1, FRAME.pack(b"TLF1", 3, 0) + b"{]}")
        case b"wide-header":
            os.write(1, FRAME.pack(b"TLF1", 1 << 30, 0))
        case b"too-much":
            send({"ok": True}, claimed=1 << 31)
        case b"twice":
            send({"ok": True}, b"one" + FRAME.pack(b"TLF1", 2, 0) + b"{}", claimed=3)
        case b"half":
            os.write(1, FRAME.pack(b"TLF1", 20, 0) + b'{"ok"')
            os._exit(0)
        case _ if question["suffix"] == "rtf" and b"Times New Roman" in body:
            send({"ok": True}, b"%PDF-1.7\n<</FontName/BAAAAA+LiberationSerif-Bold>>")
        case _:
            told = {
                "pid": os.getpid(),
                "number": number,
                "bytes": len(body),
                "question": question,
                "environment": dict(os.environ),
                "descriptors": sorted(int(entry.name) for entry in Path("/proc/self/fd").iterdir()),
            }
            send({"ok": True, "seconds": 0.0}, json.dumps(told).encode())


def first_time(path):
    """Whether nobody came here before: the file remembers it beyond this process."""
    mark = Path(os.fsdecode(path))
    new = not mark.exists()
    mark.touch()
    return new


def main():
    job, _ = receive()
    if job["font"].startswith("stumble ") and first_time(job["font"].split(" ")[1]):
        os._exit(137)
    if job["font"] == "exit":
        sys.exit("no module named uno")
    if job["font"] == "refuse":
        send({"ok": False, "error": "start", "message": "no LibreOffice module"})
        return
    if job["font"] == "hang":
        time.sleep(600)
    faces = [dict(face, charset="20-7e a0-17f") for face in FACES] if job["font"] == "Old Times" else FACES
    directory = Path(job["directory"])
    if directory.exists():  # outside bubblewrap it is there, private
        (directory / "profile").write_text("x")
    send({"ok": True, "version": "LibreOffice 0.0", "fonts": faces, "network_denied": True, "files_denied": False})
    number = 0
    while True:
        number += 1
        answer(*receive(), number)


main()
