"""`./run.sh fuzz SECONDS`: coverage-guided fuzzing of reading and deciding, starting from the pairs of tests/corpus.

Any exception, text that is not text, a name that is not clean, or more than ten seconds for a message ends the run with
a code other than 0 and leaves the message in `--work` (default .fuzz/), where the run goes on the next time.
A finding is kept as a pair of tests/corpus, under a name that says what it is.  Needs atheris (extra `fuzz`).
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from unicodedata import is_normalized

TESTS = Path(__file__).resolve().parent
#: What mutations cannot come upon by chance.
WORDS = (
    "Content-Type:", "Content-Disposition: attachment;", "Content-Transfer-Encoding: base64", "quoted-printable",
    "x-uuencode", "message/rfc822", "multipart/mixed; boundary=", "multipart/report; report-type=delivery-status",
    "multipart/digest", "message/delivery-status", "text/rfc822-headers", "message/partial", "application/ms-tnef",
    "application/pkcs7-mime", "filename*0*=UTF-8''", "filename*1*=", "filename=", "name*=", "=?UTF-8?B?", "=?utf-8?Q?",
    "?=", "charset=windows-1258", "charset=utf-7", "charset=unicode_escape", "format=flowed; delsp=yes",
    "begin 644 a.docx", "begin-base64 644 a.docx", "PK", "Rar!", "Auto-Submitted: auto-replied",
    "---------- Forwarded message ---------", "-----Original Message-----", "<blockquote>", "<!--", "<style",
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=int, nargs="?", default=600)
    parser.add_argument("--work", type=Path, default=Path(".fuzz"), help="found messages, kept from run to run")
    parser.add_argument("messages", type=Path, nargs="*", help="read these instead of fuzzing, to see a finding again")
    given = parser.parse_args()
    try:
        import atheris  # noqa: PLC0415  # an extra: everything else here works without it
    except ImportError:
        print("atheris is not installed: .venv/bin/pip install -e '.[fuzz]'", file=sys.stderr)
        return 2
    with atheris.instrument_imports(
        include=[
            "daemon.mail",
            "daemon.intake",
            "daemon.filenames",
            "daemon.kinds",
            "daemon.containers.archives",
            "daemon.containers.zips",
            "email",
            "mailparser",
            "tnefparse",
        ]
    ):
        from daemon.intake import Own, decide  # noqa: PLC0415  # seen by the fuzzer only when imported here
        from daemon.mail import read  # noqa: PLC0415

    own = Own("hoithao@chinhtri.example", secretariat=("thuky@chinhtri.example",), code_prefix="TL-2021")

    def one(raw: bytes) -> None:
        mail = read(raw, peek=lambda _data, _kind: "")
        decision = decide(mail, own)
        assert decision.reason
        assert mail.from_ is not None or not decision.may_answer
        for written in (mail.text, mail.new_text, mail.subject, decision.reason, *mail.headers, *mail.warnings):
            written.encode("utf-8")
        for file in mail.attachments:
            file.filename.encode("utf-8")
            assert file.filename.isprintable()
            assert is_normalized("NFC", file.filename)
            assert file.sha256 == hashlib.sha256(file.content).hexdigest()

    if given.messages:
        for path in given.messages:
            one(path.read_bytes())
        return 0
    given.work.mkdir(parents=True, exist_ok=True)
    words = given.work / "words.dict"
    words.write_text("".join(f'"{word}"\n'.replace("\\", "\\\\") for word in WORDS), encoding="ascii")
    found = given.work / "found"
    found.mkdir(exist_ok=True)
    options = [
        f"-max_total_time={given.seconds}", "-timeout=10", "-rss_limit_mb=2000", "-max_len=65536", "-len_control=0",
        f"-dict={words}", f"-artifact_prefix={given.work}/", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(found), str(TESTS / "corpus")], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
