"""The configuration: the shipped file is this conference, and a wrong file is told everything that is wrong."""

import os
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from daemon import config, logins
from daemon.config.forms import FORMS
from daemon.discretion import Secret
from daemon.errors import ConfigError
from daemon.model import FileKind, Lang

SHIPPED = Path(__file__).parents[2] / "config.toml"
VIETNAM = timezone(timedelta(hours=7))


@pytest.fixture
def table() -> dict[str, Any]:
    return tomllib.loads(SHIPPED.read_text("utf-8"))


def problems_of(table: dict[str, Any]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        config.from_table(table, Path("trial.toml"))
    return [str(problem) for problem in caught.value.problems]


class TestTheShippedFile:
    """`config.toml` is the conference of Kế hoạch 193, and its mode is observe."""

    shipped = config.load(SHIPPED)

    @pytest.mark.parametrize("key", ["contact_labels", "open_ends", "joining_words"])
    def test_a_file_from_before_a_key_of_the_language_takes_the_shipped_words(self, key: str, tmp_path: Path) -> None:
        table = tomllib.loads(SHIPPED.read_text("utf-8"))
        words = table["vocabulary"].pop(key)
        assert list(getattr(config.from_table(table, tmp_path / "config.toml").vocabulary, key)) == words != []
        table["vocabulary"][key] = []
        assert getattr(config.from_table(table, tmp_path / "config.toml").vocabulary, key) == ()

    def test_sends_nothing(self) -> None:
        assert self.shipped.conference.mode is config.Mode.OBSERVE

    def test_deadline_is_the_end_of_10_november_in_vietnam(self) -> None:
        # ĐHVB 5: "chậm nhất vào ngày 10/11/2021"
        assert self.shipped.deadline < datetime(2021, 11, 11, tzinfo=VIETNAM)
        assert self.shipped.deadline >= datetime(2021, 11, 10, 23, 59, 59, tzinfo=VIETNAM)

    def test_font_and_pages(self) -> None:
        assert (self.shipped.rules.font, self.shipped.rules.max_pages) == ("Times New Roman", 5)
        assert FileKind.DOCX in self.shipped.rules.accepted_kinds

    def test_seven_schools_with_their_quotas(self) -> None:
        # ĐHVB 2: 03 - 05 papers; Nghệ An and Thanh Hóa 06 or more
        quotas = {school.id: (school.min_papers, school.max_papers) for school in self.shipped.schools}
        assert len(quotas) == 7
        assert {key for key, quota in quotas.items() if quota == (6, None)} == {"thanh-hoa", "nghe-an"}
        assert sum(quota == (3, 5) for quota in quotas.values()) == 5

    def test_five_phases_in_the_dates_of_the_plan(self) -> None:
        # Kế hoạch III.2
        dates = [(f"{phase.start:%d/%m}", f"{phase.end:%d/%m}") for phase in self.shipped.phases]
        assert dates == [
            ("10/09", "25/09"),
            ("25/09", "25/10"),
            ("25/10", "05/11"),
            ("05/11", "10/11"),
            ("25/11", "30/11"),
        ]

    def test_three_themes_and_eight_fields(self) -> None:
        # ĐHVB 1
        assert [topic.id for topic in self.shipped.topics] == ["1.1", *(f"1.2.{n}" for n in range(1, 9)), "1.3"]

    def test_six_elements_of_a_paper_on_a_model(self) -> None:
        # ĐHVB 4
        assert [element.id for element in self.shipped.elements] == [
            "ten",
            "muc_tieu",
            "noi_dung",
            "cach_thuc",
            "ket_qua",
            "kinh_nghiem",
        ]

    def test_holds_no_secret(self) -> None:
        assert not any(
            "password" in key and "file" not in key for key in _keys(tomllib.loads(SHIPPED.read_text("utf-8")))
        )

    def test_names_every_key_the_program_knows(self) -> None:
        """A key is set, or stands in a comment as `# key = …`."""
        text = SHIPPED.read_text("utf-8")
        for section, field in config.Config.model_fields.items():
            model = _model_of(field.annotation)
            for key in model.model_fields:
                assert f"\n{key} =" in text or f"\n# {key} =" in text or f".{key}]" in text, f"[{section}] {key}"

    def test_every_field_of_the_connection_sections_is_described(self) -> None:
        for model in (config.Conference, config.Mailbox, config.Smtp, config.Storage, config.Rules, config.Render):
            for name, field in model.model_fields.items():
                assert field.description or name == "clauses", f"{model.__name__}.{name}"


def _keys(table: dict[str, Any]) -> list[str]:
    return [*table, *(key for value in table.values() if isinstance(value, dict) for key in _keys(value))]


def _model_of(annotation: Any) -> Any:
    return annotation.__args__[0] if hasattr(annotation, "__args__") else annotation


@pytest.mark.parametrize(
    ("section", "key", "value", "said"),
    [
        (
            "conference",
            "mode",
            "loud",
            "[conference] mode: has a value that is not allowed. Use 'observe', 'redirect' or 'live'.",
        ),
        ("conference", "timezone", "Asia/Thanh_Hoa", "[conference] timezone: is not a known time zone."),
        ("conference", "code_prefix", "tl 2021", "[conference] code_prefix: has the wrong form. Use capital letters"),
        ("mailbox", "port", 99999, "[mailbox] port: is too large. Use 65535 or less."),
        ("mailbox", "port", "imap", "[mailbox] port: is not a whole number."),
        ("mailbox", "address", "phuong anh", "[mailbox] address: is not an e-mail address."),
        (
            "mailbox",
            "pasword_file",
            "x",
            "[mailbox] pasword_file: is not a key of this section. Remove it or mend its name.",
        ),
        ("mailbox", "processed_folder", "INBOX", "[mailbox] processed_folder: is the folder that is read."),
        ("mailbox", "security", "none", "would send the password in the clear to imap.gmail.com"),
        ("smtp", "security", "none", "would send the password in the clear to smtp.gmail.com"),
        ("secretariat", "addresses", ["nobody"], "[secretariat] addresses[1]: is not an e-mail address."),
        ("rules", "max_pages", 0, "[rules] max_pages: is too small. Use 1 or more."),
        ("rules", "deadline", "10/11/2021", "[rules] deadline"),
        ("rules", "deadline", 20211110, "[rules] deadline: is not a date or time."),
        ("season", "send_at", 1.5, "[season] send_at: is not a time of day. Write it as 08:00:00."),
        ("season", "send_at", "08:00+07:00", "[season] send_at: is not a time of day."),
        ("mailbox", "port", 1.5, "[mailbox] port: is not a whole number. Write it without a fraction."),
        ("mailbox", "port", float("nan"), "[mailbox] port: is not a number."),
        ("mailbox", "idle", "perhaps", "[mailbox] idle: is neither true nor false."),
        ("mailbox", "password_file", 1.5, "[mailbox] password_file: is not a path. Write it in quotation marks."),
        ("rules", "font_tolerance_percent", "x", "[rules] font_tolerance_percent: is not a number."),
        ("rules", "accepted_kinds", ["docx", "wps"], "[rules] accepted_kinds[2]: has a value that is not allowed."),
    ],
)
@pytest.mark.slow
def test_a_wrong_value_is_named_with_section_key_and_remedy(
    table: dict[str, Any], section: str, key: str, value: object, said: str
) -> None:
    table[section][key] = value
    assert any(said in problem for problem in problems_of(table)), problems_of(table)


@pytest.mark.parametrize(
    ("section", "wrong", "said"),
    [
        ("topics", {"id": "1.2 a"}, "[topics[1]] id: has the wrong form. Write it as the plan numbers it, without spaces and accents, such as 1.2.3 or T2."),
        ("topics", {"id": "Chủ đề 1"}, "[topics[1]] id: has the wrong form. Write it as the plan numbers it, without spaces and accents, such as 1.2.3 or T2."),
        ("schools", {"id": "Nghệ An"}, "[schools[1]] id: has the wrong form. Use small letters without accents, digits and hyphens, such as nghe-an."),
        ("elements", {"id": "Mục tiêu"}, "[elements[1]] id: has the wrong form. Use small letters without accents and _, such as muc_tieu."),
    ],
)  # fmt: skip
def test_one_mistake_is_one_sentence(table: dict[str, Any], section: str, wrong: dict[str, str], said: str) -> None:
    """Also in the only entry of a list, which is not empty because that entry is wrong."""
    table[section] = [table[section][0] | wrong]
    table["extensions"] = []
    assert problems_of(table) == [said]


def test_every_form_says_what_to_write() -> None:
    def patterns(schema: object) -> set[str]:
        if isinstance(schema, list):
            return set[str]().union(*map(patterns, schema))
        if not isinstance(schema, dict):
            return set()
        own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
        return own.union(*map(patterns, schema.values()))

    assert patterns(config.Config.model_json_schema()) == set(FORMS)


def test_an_empty_list_is_still_called_empty(table: dict[str, Any]) -> None:
    table["topics"] = []
    assert problems_of(table) == ["[topics]: is empty. Give at least one."]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("thuky@truong", "its domain has no dot."),
        ("thuky@truong..vn", "there is no such domain."),
        ("thuky@truong.edu.vn.", "there is no such domain."),
        ("thuky@-truong.vn", "there is no such domain."),
        ("thuky@tr_uong.vn", "there is no such domain."),
        ("thuky@truong.123", "there is no such domain."),
        ("thuky@192.0.2.1", "there is no such domain."),
        ("thuky@[192.0.2.1]", "there is no such domain."),
        ("thưký@truong.edu.vn", "has letters with marks before the @."),
        ("mailto:thuky@truong.edu.vn", "is not an e-mail address."),
        ('"thu ky"@truong.edu.vn', "is not an e-mail address."),
        ("a@b@truong.edu.vn", "is not an e-mail address."),
    ],
)
@pytest.mark.slow
def test_an_address_that_means_no_mailbox(table: dict[str, Any], address: str, said: str) -> None:
    table["secretariat"]["addresses"] = [address]
    assert [said in problem for problem in problems_of(table)] == [True], problems_of(table)


def test_redirect_needs_an_address(table: dict[str, Any]) -> None:
    table["conference"]["mode"] = "redirect"
    assert problems_of(table) == ["[conference] redirect_to: is missing in mode redirect. Give the test address."]


def test_all_problems_come_at_once(table: dict[str, Any]) -> None:
    del table["smtp"]
    table["mailbox"]["port"] = 0
    table["surprise"] = {}
    table["schools"][1]["id"] = table["schools"][0]["id"]
    table["schools"][2]["max_papers"] = 1
    table["phases"][0]["end"] = table["phases"][0]["start"] - timedelta(days=1)
    said = "\n".join(problems_of(table))
    for place in (
        "[smtp]",
        "[mailbox] port",
        "[surprise]",
        "[schools[2]] id",
        "[schools[3]] max_papers",
        "[phases[1]] end",
    ):
        assert place in said


@pytest.mark.parametrize(
    ("written", "late_at", "in_time_at"),
    [
        # a date: the whole day in the conference's zone
        ("2021-11-10", datetime(2021, 11, 11, tzinfo=VIETNAM), datetime(2021, 11, 10, 23, 59, 59, tzinfo=VIETNAM)),
        # a local time: in the conference's zone, that second included
        (
            "2021-11-10T17:00:00",
            datetime(2021, 11, 10, 17, 0, 1, tzinfo=VIETNAM),
            datetime(2021, 11, 10, 17, tzinfo=VIETNAM),
        ),
        # a time with its offset
        (
            "2021-11-10T17:00:00+00:00",
            datetime(2021, 11, 10, 17, 0, 1, tzinfo=UTC),
            datetime(2021, 11, 10, 17, tzinfo=UTC),
        ),
    ],
)
def test_deadline_as_written(table: dict[str, Any], written: str, late_at: datetime, in_time_at: datetime) -> None:
    table["rules"]["deadline"] = written
    deadline = config.from_table(table, Path("trial.toml")).deadline
    assert in_time_at <= deadline < late_at


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"[conference\n", "is not valid TOML"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"a = " + b"[" * 3000 + b"]" * 3000, "brackets in brackets"),
    ],
)
def test_a_file_that_is_no_configuration(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "config.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        config.load(path)


def test_relative_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    text = SHIPPED.read_text("utf-8").replace('"/var/lib/thamluan"', '"state"')
    (tmp_path / "config.toml").write_text(text, "utf-8")
    assert config.load(tmp_path / "config.toml").storage.directory == tmp_path / "state"


class TestSecrets:
    """Passwords come from files, never from the TOML, and do not show themselves."""

    @pytest.mark.parametrize("written", ["mật khẩu", "mật khẩu\n", "mật khẩu\r\n", "\ufeffmật khẩu\r\n"])
    def test_from_the_named_file(self, tmp_path: Path, written: str) -> None:
        """Also one that came from Windows."""
        (tmp_path / "password").write_bytes(written.encode())
        assert config.secret_for("mailbox", tmp_path / "password", {}).value == "mật khẩu"

    def test_the_systemd_credential_wins(self, tmp_path: Path) -> None:
        (tmp_path / "smtp-password").write_text("from systemd", "utf-8")
        (tmp_path / "password").write_text("from the file", "utf-8")
        secret = config.secret_for("smtp", tmp_path / "password", {"CREDENTIALS_DIRECTORY": str(tmp_path)})
        assert secret.value == "from systemd"

    @pytest.mark.parametrize(
        ("file", "given", "expected"),
        [
            ("mailbox", ["mailbox"], "credential mailbox"),  # the shipped unit loads one
            ("", ["mailbox"], "credential mailbox"),
            ("smtp", ["mailbox"], "file smtp"),  # another server, with a password of its own
            ("mailbox", ["mailbox", "smtp"], "credential smtp"),
            ("smtp", ["mailbox", "smtp"], "credential smtp"),
            ("smtp", [], "file smtp"),
        ],
    )
    def test_which_password_sends(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, given: list[str], expected: str
    ) -> None:
        (tmp_path / "credentials").mkdir()
        for name in ("mailbox", "smtp"):
            (tmp_path / name).write_text(f"file {name}")
            if name in given:
                (tmp_path / "credentials" / f"{name}-password").write_text(f"credential {name}")
        monkeypatch.setitem(os.environ, "CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
        settings = config.load(SHIPPED)
        mailbox = settings.mailbox.model_copy(update={"password_file": tmp_path / "mailbox"})
        smtp = settings.smtp.model_copy(update={"password_file": tmp_path / file if file else None})
        sender = logins.sender_maker(settings.model_copy(update={"mailbox": mailbox, "smtp": smtp}), None)()
        assert isinstance(sender._password, Secret)
        assert sender._password.value == expected

    def test_none_is_a_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match=rf"names no file that exists: {tmp_path}/absent\."):
            config.secret_for("mailbox", tmp_path / "absent", {})

    def test_an_empty_one_is_not_tried(self, tmp_path: Path) -> None:
        (tmp_path / "password").write_text("\n", "utf-8")
        with pytest.raises(ConfigError, match=rf"names an empty file: {tmp_path}/password\."):
            config.secret_for("mailbox", tmp_path / "password", {})

    @pytest.mark.parametrize("content", [b"\n", b"m\xe1\xba", b"\xff\xfe"])
    @pytest.mark.parametrize(
        ("file", "named"),
        [
            (Path("/etc/thamluan/mailbox-password"), "(LoadCredential=, as shipped /etc/thamluan/mailbox-password)"),
            (None, "(LoadCredential=)"),
        ],
    )
    def test_what_to_write_into_is_the_file_that_systemd_copied(
        self, tmp_path: Path, content: bytes, file: Path | None, named: str
    ) -> None:
        """As the service first says where it is started before `thamluan init`: the package leaves an empty file."""
        (tmp_path / "mailbox-password").write_bytes(content)
        with pytest.raises(ConfigError) as told:
            config.secret_for("mailbox", file, {"CREDENTIALS_DIRECTORY": str(tmp_path)})
        [problem] = told.value.problems
        assert named in problem.remedy
        assert "restart the service" in problem.remedy

    def test_it_does_not_show(self) -> None:
        secret = Secret("hunter2")
        assert "hunter2" not in f"{secret} {secret!r}"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("[::1]", True),
        ("imap.gmail.com", False),
        ("127.0.0.1.example", False),
        ("10.0.0.1", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert config.is_loopback(host) is expected


def test_mistakes_of_every_kind_are_told_together(table: dict[str, Any]) -> None:
    table["conference"] |= {"timezone": "Asia/Hanoi", "mode": "loud"}
    table["rules"] |= {"deadline": "10/11/2021", "accepted_kinds": ["docx", "image"]}
    said = "\n".join(problems_of(table))
    for words in (
        "timezone: is not a known time zone.",
        "mode: has a value",
        "Write 2021-11-10 or",
        "accepted_kinds[2]",
    ):
        assert words in said
    assert "'image'" not in said, "what is no paper is not offered"


def test_a_later_deadline_is_of_one_school_or_one_paper(table: dict[str, Any]) -> None:
    table["extensions"] = [
        {"school": "quang-tri", "until": "2021-11-12"},
        {"paper": "TL-2021-007", "until": "2021-11-15T17:00:00+07:00"},
    ]
    made = config.from_table(table, Path("config.toml"))
    assert made.due("quang-tri") == date(2021, 11, 12)
    assert made.last_moment(made.due("quang-tri", "TL-2021-007")) == datetime(2021, 11, 15, 10, 0, tzinfo=UTC)
    assert made.due("nghe-an") == made.rules.deadline
    table["extensions"] = [{"until": "2021-11-12"}, {"school": "hue", "until": "2021-11-12"}]
    with pytest.raises(ConfigError) as error:
        config.from_table(table, Path("config.toml"))
    assert "names no school or paper" in str(error.value)
    assert '"hue" is no school' in str(error.value)


@pytest.mark.parametrize(
    ("phases", "problem"),
    [
        ({"tham-dinh": True}, None),
        ({}, None),
        ({"viet-bai": True}, "[phases[2]] vetting: is not for this kind of phase. Set it in the phase with kind"),
        ({"tham-dinh": True, "lan-hai": True}, '[phases[6]] vetting: is set in phase "tham-dinh" already.'),
    ],
)
def test_schools_vet_in_one_phase_or_not_at_all(
    table: dict[str, Any], phases: dict[str, bool], problem: str | None
) -> None:
    again = next(phase for phase in table["phases"] if phase["id"] == "tham-dinh") | {"id": "lan-hai"}
    table["phases"].append(again)
    for phase in table["phases"]:
        phase["vetting"] = phases.get(phase["id"], False)
    if problem is None:
        phase = config.from_table(table, Path("config.toml")).vetting_phase
        assert [phase.id if phase else None] == ([*phases] or [None])
    else:
        assert any(problem in said for said in problems_of(table)), problems_of(table)


class TestAnOpenCall:
    """Papers of anybody, which count for no school."""

    def test_has_no_schools(self, table: dict[str, Any]) -> None:
        del table["schools"]
        table["phases"] = [phase for phase in table["phases"] if phase["kind"] != "vet"]
        assert config.from_table(table, Path("config.toml")).schools == ()

    def test_has_nobody_to_vet_papers(self, table: dict[str, Any]) -> None:
        del table["schools"]
        (told,) = problems_of(table)
        assert told == (
            '[phases[3]] kind: "vet" is for schools, which vet their papers, and there are none. '
            'Add [[schools]], or write "write".'
        )


class TestAPlanWithoutModels:
    def test_leaves_out_what_is_said_of_them(self, table: dict[str, Any]) -> None:
        del table["elements"], table["vocabulary"]["model_words"], table["rules"]["clauses"]["elements"]
        assert config.from_table(table, Path("config.toml")).elements == ()

    def test_leaves_out_all_of_it(self, table: dict[str, Any]) -> None:
        del table["vocabulary"]["model_words"], table["rules"]["clauses"]["elements"]
        words, clause = problems_of(table)
        assert words.startswith("[vocabulary] model_words: is empty where [[elements]] are. Say by which words")
        assert clause.startswith("[rules] clauses.elements: is missing where [[elements]] are. Give the clause")


def test_what_is_told_with_an_element_is_an_element(table: dict[str, Any]) -> None:
    table["elements"][3]["told_with"] = ["noi-dung"]  # the shipped ids have no hyphen
    (told,) = problems_of(table)
    assert told.startswith('[elements[4]] told_with: "noi-dung" is no element. Write an element\'s id.')


def test_one_phase_ends_with_the_deadline(table: dict[str, Any]) -> None:
    """Of a second one, such as for abstracts, letters would tell the day of the first."""
    first = next(phase for phase in table["phases"] if phase["kind"] == "submit")
    table["phases"].insert(1, first | {"id": "tom-tat", "name": "Nộp tóm tắt", "end": first["end"] - timedelta(days=5)})
    table["phases"][1]["start"] = first["start"] - timedelta(days=9)
    (told,) = problems_of(table)
    assert told.startswith('[phases[5]] kind: is "submit" in phase "tom-tat" already, and [rules] deadline is one.')


def test_without_the_key_there_is_no_vetting(table: dict[str, Any]) -> None:
    """As in the files of the release before."""
    for phase in table["phases"]:
        phase.pop("vetting", None)
    assert config.from_table(table, Path("config.toml")).vetting_phase is None


class TestLanguages:
    """Who is written to in what: the conference's language, a school's, somebody's own."""

    @pytest.mark.parametrize(
        ("address", "school", "lang"),
        [
            ("la@khac.example", None, "vi"),
            ("contact@hue.example", None, "en"),  # of a school that reads English
            ("ai-do@mail.hue.example", None, "en"),  # its domain
            ("la@khac.example", "thua-thien-hue", "en"),  # an author of its
            ("other@hue.example", None, "vi"),  # another contact of it, by his own entry
            ("anna@university.example", None, "en"),
            ("delegate@abroad.example", None, "en"),
            ("editor@abroad.example", None, "en"),
            ("an@truong.example", "nghe-an", "vi"),
        ],
    )
    def test_the_nearest_counts(self, table: dict[str, Any], address: str, school: str | None, lang: str) -> None:
        table["recipients"] = [{"address": "Anna@university.example", "lang": "en"}]
        table["event"]["delegates"] = ["an@truong.example", {"address": "delegate@abroad.example", "lang": "en"}]
        table["secretariat"]["addresses"] = [{"address": "editor@abroad.example", "lang": "en"}]
        hue = next(it for it in table["schools"] if it["id"] == "thua-thien-hue")
        hue |= {"lang": "en", "domains": ["mail.hue.example"]}
        hue["contacts"] = ["contact@hue.example", {"address": "other@hue.example", "lang": "vi"}]
        made = config.from_table(table, Path("config.toml"))
        assert made.lang_of(address, school) == lang
        assert made.languages == set(Lang)
        assert made.school("thua-thien-hue").contacts == ("contact@hue.example", "other@hue.example")  # type: ignore[union-attr]
        assert made.secretariat.addresses == ("editor@abroad.example",)

    def test_the_shipped_conference_is_vietnamese(self) -> None:
        made = config.load(SHIPPED)
        assert made.languages == {Lang.VI}
        assert made.lang_of("anybody@anywhere.example") is Lang.VI

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            ({"address": "anna@x.example", "lang": "de"}, "[recipients[1]] lang: has a value that is not allowed."),
            ({"address": "anna@x.example"}, "[recipients[1]] lang: is missing."),
            ({"address": "anna", "lang": "en"}, "[recipients[1]] address: is not an e-mail address."),
            ({"lang": "en"}, "[recipients[1]] address: is missing."),
            ({"address": "anna@x.example", "name": ""}, "[recipients[1]] lang: is missing."),
            ({"address": "anna@x.example", "lang": "en", "title": "TS."}, "[recipients[1]] title: is not a key"),
        ],
    )
    def test_a_mistake_in_an_entry_is_told(self, table: dict[str, Any], entry: dict[str, str], said: str) -> None:
        table["event"]["delegates"] = [entry]
        assert any(problem.startswith(said) for problem in problems_of(table))

    def test_who_is_invited_may_have_a_name(self, table: dict[str, Any]) -> None:
        table["event"]["delegates"] = [
            "plain@x.example",
            {"address": "An@x.example", "name": "TS. Nguyễn Văn An"},
            {"address": "anna@x.example", "name": "Prof. Anna Berg", "lang": "en"},
        ]
        table["recipients"] = [{"address": "an@x.example", "lang": "en"}]
        made = config.from_table(table, Path("config.toml"))
        assert made.event.delegates == ("plain@x.example", "An@x.example", "anna@x.example")
        known = {key: (made.name_of(key), made.lang_of(key)) for key in map(str.casefold, made.event.delegates)}
        assert known == {
            "plain@x.example": ("", Lang.VI),
            "an@x.example": ("TS. Nguyễn Văn An", Lang.EN),  # of two entries
            "anna@x.example": ("Prof. Anna Berg", Lang.EN),
        }
        translated = made.in_one_language(Lang.VI)
        assert (translated.name_of("anna@x.example"), translated.languages) == ("Prof. Anna Berg", {Lang.VI})

    def test_nobody_has_two_names(self, table: dict[str, Any]) -> None:
        table["event"]["delegates"] = [
            {"address": "an@x.example", "name": "Nguyễn Văn An"},
            {"address": "An@x.example", "name": "Trần Văn An"},
        ]
        assert any("stands there with two names" in problem for problem in problems_of(table))

    def test_nobody_has_two(self, table: dict[str, Any]) -> None:
        table["recipients"] = [{"address": "anna@x.example", "lang": "vi"}]
        table["event"]["delegates"] = [{"address": "Anna@x.example", "lang": "en"}]
        assert any("stands there with two languages" in problem for problem in problems_of(table))

    def test_names_are_those_of_the_language_and_else_the_vietnamese_ones(self, table: dict[str, Any]) -> None:
        table["conference"]["english"] = {"short_name": "The conference"}
        made = config.from_table(table, Path("config.toml"))
        assert made.named(Lang.VI) == made
        named = made.named(Lang.EN)
        assert (named.conference.short_name, named.conference.name) == ("The conference", made.conference.name)
        assert named.secretariat.name == made.secretariat.name
        assert named.schools[1].name == "Political School of Nghệ An Province"
        assert named.phases[1].name == "Writing of papers"
        assert {item.name for item in named.topics}.isdisjoint(item.name for item in made.topics)

    @pytest.mark.parametrize(
        ("own", "english", "called"),
        [
            ({}, {}, ("conference", "Plan")),
            ({"event_word": "tọa đàm", "plan_word": "Thể lệ"}, {}, ("conference", "Plan")),
            ({"event_word": "symposium", "plan_word": "Call"}, {}, ("symposium", "Call")),  # of who writes in English
            ({"event_word": "symposium"}, {"event_word": "colloquium", "plan_word": "Call"}, ("colloquium", "Call")),
        ],
    )
    def test_english_letters_take_english_words(
        self, table: dict[str, Any], own: dict[str, str], english: dict[str, str], called: tuple[str, str]
    ) -> None:
        table["conference"].update(own)
        table["conference"]["english"] = english
        named = config.from_table(table, Path("config.toml")).named(Lang.EN).conference
        assert (named.event_word, named.plan_word) == called

    def test_everybody_may_be_taken_to_read_one(self, table: dict[str, Any]) -> None:
        table["recipients"] = [{"address": "anna@x.example", "lang": "vi"}]
        made = config.from_table(table, Path("config.toml")).in_one_language(Lang.EN)
        assert made.lang_of("anna@x.example", "nghe-an") is Lang.EN
        assert made.languages == {Lang.EN}
