"""The half of the renderer that stands beside LibreOffice, inside the sandbox.

Run as a script by the Python that has LibreOffice's `uno` module (the system's, not ours), so it imports nothing
of ours and nothing but the standard library.  It confines itself, starts one LibreOffice with a private profile,
and turns documents into PDF or .docx one after another until its input ends.  When LibreOffice dies it says so and
ends; whoever started it starts another.

Spoken over standard input and output, one answer to one question.  A frame is

    magic "TLF1" · header length, uint32 · body length, uint32 (network order) · header, JSON object · body, bytes

The first question is the job, without a body: where to work ("directory", "pipe", "sockets"), with what ("program",
"font") and within which limits ("memory_bytes", "start_seconds", "readable", "writable", "network_filter").  The answer
comes when LibreOffice runs: {"ok": true, "version", "fonts", "network_denied", "files_denied"}.  Any other question is
{"suffix", "import_filters", "export_filter", "options", "paginate", "max_output"} with the document as body; the answer
{"ok": true, "seconds"} with the result as body, or {"ok": false, "error", "message"}.  `error` is "start" (cannot
work at all), "dead" (LibreOffice died, with "killed": true of a SIGKILL), "load", "store" or "size" (this document
only; the next may be asked).

Nothing here trusts LibreOffice with these two: its standard streams are /dev/null.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import select
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import quoteattr

MAGIC = b"TLF1"
FRAME = struct.Struct("!4sII")
MAX_HEADER_BYTES = 65_536
MAX_FILE_BYTES = 512 * 1024 * 1024  #: RLIMIT_FSIZE: a document may not fill the disk
CONNECT_PAUSE_SECONDS = 0.05
WORD_2007 = "MS Word 2007 XML"  #: LibreOffice's filter for .docx
FONTS = ("CharFontName", "CharFontNameAsian", "CharFontNameComplex")
NO_FACE = "~"  #: of no font: see `_keep_fonts`
ENDLESS_PAGE = 500_000  #: height, 1/100 mm: that of 17 sheets of A4
MOST_PAGES_TWICE = 20  #: what is longer is laid out once: long paragraphs take their time, few papers may be it
RESTART_EXIT_CODES = frozenset({79, 81})
"""LibreOffice asks to be started again, as it does once for a fresh profile (EXITHELPER_*_RESTART of its desktop)."""

# prctl(2), seccomp(2), landlock(7); the numbers are the kernel's ABI.
PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446

SETTINGS: tuple[tuple[str, str, str], ...] = (
    # No macros, no scripts, nothing fetched because a document says so.
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Common/Security", "DisableEmbeddedDatabases", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
    ("Writer/Content/Update", "Chart", "false"),
    # Should anything still try: a proxy where nobody listens (port 9, discard), for every host.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled", "false"),
    # No questions, no recovery, no Java, no reports.
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Misc", "CrashReport", "false"),
    ("Common/Misc", "CollectUsageInformation", "false"),
    ("Common/Misc", "ShowTipOfTheDay", "false"),
    ("Common/Misc", "UseOpenCL", "false"),
    ("Recovery/RecoveryInfo", "Enabled", "false"),
    ("Recovery/AutoSave", "Enabled", "false"),
    ("Java/ApplicationFramework", "Enable", "false"),
    ("Common/Save/Document", "CreateBackup", "false"),
    ("Common/History", "PickListSize", "0"),
)
"""Registry nodes below org.openoffice.Office (or org.openoffice): path, property, value."""


STARTED: list[subprocess.Popen[bytes]] = []  #: every LibreOffice of this worker, for the end
REMOVING = threading.Lock()


class StartError(Exception):
    """Without hope for this worker: no `uno`, no LibreOffice, or it does not come up."""


class DeadError(Exception):
    """LibreOffice is gone; `killed` by somebody's SIGKILL, which no document can bring about by itself."""

    def __init__(self, message: str, *, killed: bool = False) -> None:
        self.killed = killed
        super().__init__(message)


class DocumentError(Exception):
    """A document that cannot be converted; `error` as in the protocol."""

    def __init__(self, error: str, message: str) -> None:
        self.error = error
        super().__init__(message)


# --------------------------------------------------------------------------- frames


def read_exactly(stream: BinaryIO, count: int) -> bytes:
    """So many bytes; EOFError when the other side has gone."""
    data = stream.read(count)
    if len(data) != count:
        raise EOFError
    return data


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """One question.  EOFError at the end of input, ValueError for anything that is no frame."""
    magic, header_bytes, body_bytes = FRAME.unpack(read_exactly(stream, FRAME.size))
    if magic != MAGIC or header_bytes > MAX_HEADER_BYTES or body_bytes > MAX_FILE_BYTES:
        raise ValueError("not a frame")
    return json.loads(read_exactly(stream, header_bytes)), read_exactly(stream, body_bytes)


def write_frame(stream: BinaryIO, header: dict[str, Any], body: bytes = b"") -> None:
    """One answer."""
    head = json.dumps(header).encode()
    stream.write(FRAME.pack(MAGIC, len(head), len(body)))
    stream.write(head)
    stream.write(body)
    stream.flush()


# --------------------------------------------------------------------------- confinement


def limit_resources(memory_bytes: int) -> None:
    """RLIMIT_DATA bounds what LibreOffice really allocates; RLIMIT_AS would count the libraries and the address
    space it only reserves (0.5 GB before the first document).
    """
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FILE_BYTES, MAX_FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Beyond RLIMIT_FSIZE a write fails instead of killing: LibreOffice inherits this disposition.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def deny_network(libc: ctypes.CDLL, program: bytes) -> bool:
    """Puts the seccomp filter of the job in force, here and for every process that LibreOffice may start.  True when
    it is.  `daemon.confinement` has the same for our own Python.
    """
    if not program:
        return False
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_char_p(header), 0, 0) == 0)


def landlock_version(libc: ctypes.CDLL) -> int:
    """Of the kernel's interface; below 1 where it has none (before 5.13, or not enabled at boot)."""
    return int(libc.syscall(LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1))


def deny_files(libc: ctypes.CDLL, readable: list[str], writable: list[str]) -> bool:
    """Landlock: nothing can be opened but `readable` (to read and execute) and `writable`.  True when in force."""
    version = landlock_version(libc)
    everything = (1 << 13) - 1 | (version >= 2) << 13 | (version >= 3) << 14
    read_only = 0b1101  # execute, read file, read directory
    on_files = 0b111 | (version >= 3) << 14
    ruleset = libc.syscall(LANDLOCK_CREATE, ctypes.c_char_p(struct.pack("=Q", everything)), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return False
    grants = [(path, read_only) for path in readable] + [(path, everything) for path in writable]
    # LibreOffice makes its pipe's socket in /tmp whatever TMPDIR says; it gets this and no more there.
    grants.append(("/tmp", 1 << 9))  # noqa: S108 - LANDLOCK_ACCESS_FS_MAKE_SOCK on the folder
    for path, wanted in grants:
        with contextlib.suppress(FileNotFoundError):
            handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
            allowed = wanted if Path(path).is_dir() else wanted & on_files
            libc.syscall(LANDLOCK_ADD, ruleset, 1, ctypes.c_char_p(struct.pack("=Qi", allowed, handle)), 0)
            os.close(handle)
    done = bool(libc.syscall(LANDLOCK_RESTRICT, ruleset, 0) == 0)
    os.close(ruleset)
    return done


def confine(job: dict[str, Any]) -> dict[str, bool]:
    """Gives up what neither this process nor LibreOffice needs; what of it the kernel granted.

    `readable` is empty where the sandbox around us has dealt with files already.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    limit_resources(job["memory_bytes"])
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    files = bool(job["readable"]) and landlock_version(libc) > 0
    return {"files_denied": files, "network_denied": deny_network(libc, bytes.fromhex(job["network_filter"]))}


# --------------------------------------------------------------------------- LibreOffice


def registry() -> str:
    """registrymodifications.xcu with our settings (LibreOffice's own format, namespace oor)."""
    items = []
    for path, name, value in SETTINGS:
        root = "/org.openoffice." + (path if path.startswith("Inet/") else f"Office.{path}")
        items.append(
            f'<item oor:path={quoteattr(root)}><prop oor:name="{name}" oor:op="fuse">'
            f"<value>{value}</value></prop></item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        + "\n".join(items)
        + "\n</oor:items>\n"
    )


def before_exec(job: dict[str, Any]) -> None:
    """In the child: when this worker is killed, LibreOffice goes too; and it alone is kept from other files, since
    the worker must still remove the sockets that LibreOffice leaves in /tmp.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    promised = job["readable"] and landlock_version(libc) > 0  # by `confine`
    if promised and not deny_files(libc, job["readable"], [*job["writable"], job["directory"]]):
        raise OSError("the kernel does not confine it to its files")


def remove_traces(job: dict[str, Any]) -> None:
    """LibreOffice, then the working directory, and the sockets outside it.  Both threads may come here at the end."""
    with REMOVING:
        for process in STARTED:
            process.kill()
            process.wait()
        shutil.rmtree(job["directory"], ignore_errors=True)
        remove_sockets(job)


def remove_sockets(job: dict[str, Any]) -> None:
    """A socket that a killed LibreOffice left behind keeps the next one from starting."""
    for path in job["sockets"]:
        Path(path).unlink(missing_ok=True)


def hide_sections(text: Any, names: set[str] | None) -> None:
    """Hides what stands in the sections of these names, in tables too; everything for None."""
    texts = [(text, names is None)]
    while texts:
        text, within = texts.pop()
        contents = text.createEnumeration()
        while contents.hasMoreElements():
            content = contents.nextElement()
            unseen = within or bool(names and not names.isdisjoint(section_names(content)))
            if content.supportsService("com.sun.star.text.TextTable"):
                texts += [(content.getCellByName(name), unseen) for name in content.getCellNames()]
            elif unseen:
                content.CharHidden = True


def hide_paragraph(anchor: Any) -> None:
    """Hides all of the paragraph that something stands in."""
    cursor = anchor.getText().createTextCursorByRange(anchor)
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    cursor.CharHidden = True


def fields_of(document: Any, kind: str) -> list[Any]:
    """The fields of a kind."""
    fields = document.getTextFields().createEnumeration()
    found = []
    while fields.hasMoreElements():
        found.append(fields.nextElement())
    return [field for field in found if field.supportsService(f"com.sun.star.text.textfield.{kind}")]


def section_names(content: Any) -> set[str]:
    """Of the sections that a paragraph or a table stands in."""
    names, section = set(), content.TextSection
    while section is not None:
        names.add(section.Name)
        section = section.getParentSection()
    return names


def _all(family: Any) -> list[Any]:
    """The styles of a family."""
    return [family.getByIndex(number) for number in range(family.Count)]


def _states(style: Any, names: tuple[str, ...]) -> list[str]:
    """Whether a style says these properties itself."""
    return [state.value for state in style.getPropertyStates(names)]


class Office:
    """One LibreOffice process, driven through a UNIX pipe."""

    def __init__(self, job: dict[str, Any]) -> None:
        try:
            import uno  # noqa: PLC0415 - its absence is an answer, not a crash
        except ImportError as error:
            raise StartError(f"{sys.executable} has no LibreOffice module: {error}") from error
        self._uno: Any = uno
        self._job = job
        self._directory = Path(job["directory"])
        self._pipe = job["pipe"]
        self._program = job["program"]
        profile = self._directory / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(registry(), encoding="utf-8")
        self._process = self._start()
        self._remote = self._connect(time.monotonic() + job["start_seconds"])
        self._desktop = self._service("com.sun.star.frame.Desktop")

    def _start(self) -> subprocess.Popen[bytes]:
        profile = self._uno.systemPathToFileUrl(str(self._directory / "profile"))
        command = [self._program, "--headless", "--invisible", "--nologo", "--nodefault", "--norestore"]
        command += ["--nolockcheck", "--nofirststartwizard", "--nocrashreport"]
        command += [f"-env:UserInstallation={profile}", f"--accept=pipe,name={self._pipe};urp;"]
        remove_sockets(self._job)
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self._directory,
                restore_signals=False,  # SIGXFSZ stays ignored
                preexec_fn=lambda: before_exec(self._job),  # noqa: PLW1509 - no lock is held beside us
            )
        except (OSError, subprocess.SubprocessError) as error:  # the second: of `before_exec`
            raise StartError(f"{self._program} cannot be started: {error}") from error
        STARTED.append(process)
        return process

    def _connect(self, until: float) -> Any:
        context = self._uno.getComponentContext()
        resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        starts = 1
        while True:
            try:
                return resolver.resolve(f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext")
            except Exception as error:  # UNO's have no base class before `uno` is loaded
                code = self._process.poll()
                if code in RESTART_EXIT_CODES and starts < 4:
                    starts += 1
                    self._process = self._start()
                elif code is not None and code < 0:
                    raise DeadError(
                        f"it was ended by signal {-code} while starting", killed=-code == signal.SIGKILL
                    ) from error
                elif code is not None or time.monotonic() > until:
                    end = "did not answer" if code is None else f"ended with exit code {code}"
                    raise StartError(f"LibreOffice {end} while starting ({type(error).__name__})") from error
                time.sleep(CONNECT_PAUSE_SECONDS)

    @property
    def pid(self) -> int:
        return self._process.pid

    def convert(self, question: dict[str, Any], body: bytes) -> bytes:
        """The document in its new form.  DocumentError, or DeadError when LibreOffice did not survive it."""
        source = self._directory / f"in.{question['suffix']}"
        target = self._directory / "out"
        try:
            source.write_bytes(body)
            self._convert(source, target, question)
            if target.stat().st_size > question["max_output"]:
                raise DocumentError("size", f"the result has {target.stat().st_size} bytes")
            return target.read_bytes()
        except OSError as error:
            raise DocumentError("store", f"{type(error).__name__}: {error}") from error
        finally:
            source.unlink(missing_ok=True)
            target.unlink(missing_ok=True)

    def _convert(self, source: Path, target: Path, question: dict[str, Any]) -> None:
        step, document = "load", None
        try:
            document = self._loaded(source, question["import_filters"])
            step = "store"
            if question["paginate"]:
                if WORD_2007 in question["import_filters"]:
                    self._control_widows(document)
                self._lay_out(document)
            else:
                self._keep_hidden(document)
                self._keep_fonts(document)
                if question["suffix"] != "doc":
                    # A page style may give way to another on the next page, as "First Page" does.  That the other one
                    # is used LibreOffice knows once pages are laid out: without them the .docx lacks its header and
                    # footer (measured: 7.4).
                    self._show(document)
                    self._finish_layout(document)
            self._store(document, target, question)
        except Exception as error:
            if self._gone():
                raise self._death(step) from error
            raise DocumentError(step, f"{type(error).__name__}: {str(error)[:300]}") from error
        finally:
            if document is not None:
                self._close(document)

    def _loaded(self, source: Path, import_filters: list[str]) -> Any:
        """The document as the first of the filters reads it that does not refuse."""
        for number, import_filter in enumerate(import_filters, 1):
            document = self._service("com.sun.star.text.TextDocument")
            try:
                document.load(self._load_properties(source, import_filter))
            except Exception:
                self._close(document)
                if number == len(import_filters) or self._gone():
                    raise
            else:
                return document
        raise DocumentError("load", "no filter is named")

    def _load_properties(self, source: Path, import_filter: str) -> tuple[Any, ...]:
        return self._properties(
            URL=self._uno.systemPathToFileUrl(str(source)),
            FilterName=import_filter,
            Hidden=True,
            ReadOnly=True,
            Silent=True,
            MacroExecutionMode=0,  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE
            UpdateDocMode=0,  # com.sun.star.document.UpdateDocMode.NO_UPDATE
        )  # and no InteractionHandler: nothing can ask for a password, a repair or a permission

    def _lay_out(self, document: Any) -> None:
        self._show_final_text(document)
        self._show(document)
        self._lay_out_forwards(document)

    def _show(self, document: Any) -> None:
        """Pages need a view, and a view draws a window for each comment.  Packages of LibreOffice without a user
        interface lack the description of that window and die of it (measured: 7.4 "nogui", every document with a
        comment), so the comments, which take no room on a page, go first and the view comes second.
        """
        for field in fields_of(document, "Annotation"):
            field.dispose()
        view = self._properties(Model=document, Hidden=True, ReadOnly=True)
        if self._desktop.loadComponentFromURL("private:object", "_blank", 0, view) is None:
            raise DocumentError("store", "LibreOffice gives no view of it")

    @staticmethod
    def _control_widows(document: Any) -> None:
        """Single lines of which no style and no paragraph speaks: ECMA-376 part 1, 17.3.1.44 lets none stand alone,
        LibreOffice does so only where the file has a `w:pPrDefault`, whose values it gives to the styles.
        """
        defaults = document.createInstance("com.sun.star.text.Defaults")
        defaults.ParaOrphans = defaults.ParaWidows = 2

    def _lay_out_forwards(self, document: Any) -> None:
        """Lets the text flow onto its pages from the first one on, as Word does.

        LibreOffice first guesses how many paragraphs a page holds and then draws back those that stand too far behind.
        Drawn back, a paragraph leaves no single line of its beginning on the page before, whatever is said of orphans
        (measured: 7.4, in lines of 14 points; a paper of exactly five pages, with `w:widowControl` off, had six).
        On pages without end everything stands on the first ones, and leaves them forwards.

        Not so text in sections, as which LibreOffice takes what stands between continuous breaks: what no longer fits
        their first page is lost (measured: 7.4, three such papers of five and six pages had two and three).
        """
        if document.CurrentController.PageCount > MOST_PAGES_TWICE or document.TextSections.Count:
            return
        family = document.StyleFamilies.getByName("PageStyles")
        styles = [family.getByIndex(number) for number in range(family.Count)]
        heights = [(style, style.Height) for style in styles if style.isInUse()]
        for style, _ in heights:
            style.Height = ENDLESS_PAGE
        self._finish_layout(document)
        for style, height in heights:
            style.Height = height
        self._finish_layout(document)

    def _finish_layout(self, document: Any) -> None:
        """Lays the whole document out.  Some of it LibreOffice does when it has time, and beside other work it had none
        between two changes of ours (measured: 13 of 238 papers had a page too many then).
        """
        document.refresh()
        toolkit = self._service("com.sun.star.awt.Toolkit")
        if (until_idle := getattr(toolkit, "processEventsToIdle", None)) is not None:  # of an experimental interface
            until_idle()

    @staticmethod
    def _keep_hidden(document: Any) -> None:
        """A .docx cannot say that a section or a paragraph is hidden, and LibreOffice would write its text as any
        other: so the text itself is hidden.  What is hidden on a condition is so by what comes of it now, as on the
        pages; what the file says of it may be older.
        """
        found = document.getTextSections()
        sections = [found.getByIndex(number) for number in range(found.getCount())]
        sections = [section for section in sections if not section.IsVisible]
        fields = fields_of(document, "HiddenParagraph")
        if fields or any(section.Condition for section in sections):
            document.getTextFields().refresh()
        sections = [section for section in sections if not (section.Condition and section.IsCurrentlyVisible)]
        texts: list[Any] = []
        for text in (section.getAnchor().getText() for section in sections):  # the body, a header, a frame, a cell
            if text not in texts:
                texts.append(text)
        for text in texts:
            hide_sections(text, {section.Name for section in sections})
        hidden = [field.getAnchor() for field in fields if field.IsHidden]
        for anchor in hidden:
            hide_paragraph(anchor)
        frames = document.getTextFrames()
        left = [frames.getByIndex(number) for number in range(frames.getCount())] if sections or hidden else []
        # What is anchored in hidden text is hidden, and so is what is anchored in that.
        while inside := [frame for frame in left if frame.getAnchor().CharHidden]:
            left = [frame for frame in left if frame not in inside]
            for frame in inside:
                hide_sections(frame, None)

    @staticmethod
    def _keep_fonts(document: Any) -> None:
        """A font given to letters themselves is left out of a .docx where the style of their paragraph has it as well,
        even if a character style says another: the text then has that one (measured: 7.4).  Two fonts of one family
        are not the same to LibreOffice when they name different faces of it, and the .docx names the family alone.
        """
        families = document.StyleFamilies
        if not any(
            "DIRECT_VALUE" in _states(style, FONTS) and (style.isInUse() or style.isUserDefined())
            for style in _all(families.getByName("CharacterStyles"))
        ):
            return
        for style in _all(families.getByName("ParagraphStyles")):
            is_first = not style.ParentStyle
            for name, state in zip(FONTS, _states(style, FONTS), strict=True):
                if is_first or state == "DIRECT_VALUE":
                    style.setPropertyValue(name.replace("Name", "StyleName"), NO_FACE)

    @staticmethod
    def _show_final_text(document: Any) -> None:
        """Tracked changes as if accepted: deleted text takes no room on a page (RedlineDisplayType.INSERTED)."""
        if document.getPropertySetInfo().hasPropertyByName("RedlineDisplayType"):
            document.setPropertyValue("RedlineDisplayType", 1)

    def _store(self, document: Any, target: Path, question: dict[str, Any]) -> None:
        data = self._properties(**question["options"])
        filter_data = self._uno.Any("[]com.sun.star.beans.PropertyValue", data)
        properties = self._properties(FilterName=question["export_filter"], Overwrite=True, FilterData=filter_data)
        document.storeToURL(self._uno.systemPathToFileUrl(str(target)), properties)

    def _properties(self, **values: Any) -> tuple[Any, ...]:
        made = []
        for name, value in values.items():
            item = self._uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            item.Name, item.Value = name, value
            made.append(item)
        return tuple(made)

    def _close(self, document: Any) -> None:
        try:
            document.close(True)  # deliver ownership: a veto closes it later
        except Exception as error:
            if self._gone():
                raise self._death("close") from error

    def _death(self, step: str) -> DeadError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        return DeadError(f"LibreOffice died ({step})", killed=self._process.returncode == -signal.SIGKILL)

    def _gone(self) -> bool:
        """Whether LibreOffice still answers.  What a call says when the other end dies during it is not to be
        relied on, so it is asked something harmless.
        """
        try:
            self._service("com.sun.star.frame.Desktop")
        except Exception:  # noqa: BLE001 - whatever it is, it is no answer
            return True
        return self._process.poll() is not None

    def version(self) -> str:
        """As in "LibreOffice 7.4.7.2", from its own registry."""
        provider = self._service("com.sun.star.configuration.ConfigurationProvider")
        node = self._properties(nodepath="/org.openoffice.Setup/Product")
        product = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", node)
        return f"{product.getByName('ooName')} {product.getByName('ooSetupVersionAboutBox')}"

    def _service(self, name: str) -> Any:
        return self._remote.ServiceManager.createInstanceWithContext(name, self._remote)


# --------------------------------------------------------------------------- fonts


def font_faces(family: str) -> list[dict[str, str]]:
    """What fontconfig gives *here*, in LibreOffice's surroundings, for the four faces of a family: name, file,
    version, and the character map that fc-query reads from the file itself.
    """
    faces = []
    for style in ("", ":bold", ":italic", ":bold:italic"):
        match = run_text("fc-match", "-f", "%{family[0]}\n%{file}\n%{index}\n%{fontversion}", family + style)
        name, path, index, version = (match.split("\n") + [""] * 4)[:4]
        charset = run_text("fc-query", "-i", str(int(index or 0) & 0xFFFF), "-f", "%{charset}", path) if path else ""
        faces.append({"style": style, "family": name, "file": path, "version": version, "charset": charset})
    return faces


def run_text(*command: str) -> str:
    """Standard output of a small program; empty when it is missing or fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


# --------------------------------------------------------------------------- life


def watch_owner(stream: BinaryIO, job: dict[str, Any]) -> None:
    """In a thread: when the other end of our input closes (its process ended, however), so does everything here."""
    poll = select.poll()
    poll.register(stream.fileno(), 0)  # POLLHUP and POLLERR come unasked
    poll.poll()
    remove_traces(job)
    os._exit(0)


def private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Our own copies of the pipe; the standard ones become /dev/null, so that a stray print breaks no frame."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)
    return source, sink


def start(job: dict[str, Any], source: BinaryIO) -> tuple[Office, dict[str, Any]]:
    """A LibreOffice that answers, and the first frame."""
    Path(job["directory"]).mkdir(parents=True, exist_ok=True)
    granted = confine(job)
    threading.Thread(target=watch_owner, args=(source, job), daemon=True).start()
    office = Office(job)
    hello = {"ok": True, "version": office.version(), "office_pid": office.pid, "fonts": font_faces(job["font"])}
    return office, hello | granted


def serve(office: Office, source: BinaryIO, sink: BinaryIO) -> None:
    """Questions until the input ends."""
    while True:
        question, body = read_frame(source)
        began = time.monotonic()
        try:
            result = office.convert(question, body)
        except DocumentError as error:
            write_frame(sink, {"ok": False, "error": error.error, "message": str(error)})
        else:
            write_frame(sink, {"ok": True, "seconds": round(time.monotonic() - began, 4)}, result)


def main() -> int:
    """Exit code 0 at the end of input, 1 when it cannot go on."""
    source, sink = private_streams()
    try:
        job, _ = read_frame(source)
    except EOFError:  # somebody only looked whether we are there
        return 0
    try:
        office, hello = start(job, source)
        write_frame(sink, hello)
        serve(office, source, sink)
    except EOFError:
        return 0
    except (StartError, DeadError) as error:
        kind = "start" if isinstance(error, StartError) else "dead"
        with contextlib.suppress(BrokenPipeError):
            killed = isinstance(error, DeadError) and error.killed
            write_frame(sink, {"ok": False, "error": kind, "message": str(error), "killed": killed})
    finally:
        remove_traces(job)
    return 1


if __name__ == "__main__":
    os._exit(main())  # pyuno may wait at a regular exit for a bridge that is gone
