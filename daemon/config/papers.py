"""The sections of what a paper has to be, and by which words it is told.

Each is a frozen value; its descriptions are the manual (`daemon.config.reference`).
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Annotated

from pydantic import BeforeValidator, Field

from daemon.config.forms import (
    ELEMENT,
    NUMBER,
    PaperKind,
    Section,
    Words,
    a_day_or_time,
)
from daemon.config.shipped import shipped_words
from daemon.model import FileKind


class Clauses(Section):
    """Which clause of the plan each check rests on, as findings cite it."""

    file: str = Field(description="For: the file can be read.")
    font: str = Field(description="For: one font.")
    encoding: str = Field(description="For: Unicode text.")
    pages: str = Field(description="For: the number of pages.")
    elements: str = Field(default="", description="For: the elements of a paper on a model.")
    topic: str = Field(description="For: the themes.")
    identity: str = Field(description="For: author and school.")
    deadline: str = Field(description="For: the deadline.")


class EnglishClauses(Section):
    """The same as English letters cite them; what is left out they cite as above, in quotation marks where it
    has letters that English has not.
    """

    file: str = Field(default="", description="For: the file can be read.")
    font: str = Field(default="", description="For: one font.")
    encoding: str = Field(default="", description="For: Unicode text.")
    pages: str = Field(default="", description="For: the number of pages.")
    elements: str = Field(default="", description="For: the elements of a paper on a model.")
    topic: str = Field(default="", description="For: the themes.")
    identity: str = Field(default="", description="For: author and school.")
    deadline: str = Field(default="", description="For: the deadline.")


class Rules(Section):
    """What a paper must be like."""

    font: str = Field(min_length=1, description="The one font family of a paper.")
    font_tolerance_percent: float = Field(
        default=0, ge=0, le=100, description="Share of visible characters in other fonts that still passes."
    )
    max_pages: int = Field(ge=1, description="Pages of text a paper may have.")
    deadline: Annotated[datetime | date, BeforeValidator(a_day_or_time)] = Field(
        description="Last moment of arrival: a date means the end of that day in the conference's zone."
    )
    accepted_kinds: tuple[PaperKind, ...] = Field(
        default=(FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.PDF),
        min_length=1,
        description="File kinds taken as papers.",
    )
    clauses: Clauses = Field(description="The clause each check rests on, below.")
    english_clauses: EnglishClauses = Field(default=EnglishClauses(), description="For English letters, below.")

    @property
    def best_kind(self) -> FileKind:
        """What authors are asked to save their paper as: Word's own kind where that is taken."""
        return FileKind.DOCX if FileKind.DOCX in self.accepted_kinds else self.accepted_kinds[0]


class Vocabulary(Section):
    """Words by which papers are read; compared without case and without diacritics where unambiguous.

    In phrases "…" stands for up to a dozen words of the same sentence.
    """

    model_words: Words = Field(
        default=(),
        description="A paper whose title holds one of these presents a model; needed where [[elements]] are.",
    )
    english_model: str = Field(
        default="a model",
        min_length=1,
        description='What English letters call what such a paper presents; such as "an initiative".',
    )
    not_models: Words = Field(
        default=(), description='Where such a word means something else: "mô hình tăng trưởng", "sai phạm điển hình".'
    )
    general_words: Words = Field(
        description="A title with one of these speaks of models in general; whether it presents one is for its text."
    )
    unnamed_words: Words = Field(description='Words after "mô hình" that do not name it: "ở", "của", "tiêu biểu", ...')
    academic_titles: Words = Field(description="Titles before an author's name: ThS., TS., ...")
    degrees_behind: Words = Field(
        default=(), description='Degrees that people write behind a name and a comma: "John Hill, PhD".'
    )
    office_words: Words = Field(description="Words that begin the name of an office or a school as a sender of mail.")
    office_matters: Words = Field(
        default=(),
        description='What such an office is for, where one syllable says it: "Khoa Luật". Another syllable makes it a '
        'person: "Khoa Bảo". Empty: all of them are offices.',
    )
    surnames: Words = Field(
        description="Family names: what tells an author's line from another, and a sender from a service. Empty, where "
        "people of the whole world write: then a line of names right above where they work tells the authors, and "
        "names of senders tell nothing."
    )
    name_particles: Words = Field(
        default=(), description='Small words within a name: "van", "de" in "Jan de Vries", "Anna van der Berg".'
    )
    not_authors: Words = Field(description="Names and words in capitals that look like authors and are none.")
    plain_titles: Words = Field(
        default=(), description='Of the titles those that do not make a name of what follows: "đồng chí".'
    )
    ordinary_words: Words = Field(
        default=(), description='Words in capitals that are no part of a name: "GIẢNG VIÊN TRẺ Ở ..." names nobody.'
    )
    workplace_words: Words = Field(
        default=(), description='Behind a name one of these says where its bearer works: "..., Thư viện Trường ...".'
    )
    compounds: Words = Field(
        default=(), description='Words of two syllables that are not to be cut: "lớp học | được" shows no "học được".'
    )
    author_labels: Words = Field(description='What stands before authors: "Tác giả", ...')
    title_labels: Words = Field(description='What stands before a title: "Tên bài", ...')
    affiliation_words: Words = Field(description="Words that begin an affiliation line, not a title.")
    english_offices: Words = Field(
        default=(), description='A short line in English with one of these says where an author works: "University".'
    )
    caption_words: Words = Field(
        default=(),
        description='Behind a name with a degree one of these says what its bearer does in a picture: "phát biểu".',
    )
    contact_labels: Words = Field(
        default_factory=partial(shipped_words, "contact_labels"),
        description='What stands before a telephone number or an address: "Điện thoại".',
    )
    open_ends: Words = Field(
        default_factory=partial(shipped_words, "open_ends"),
        description='A line of a title that ends on one of these goes on in the next: "của", "và".',
    )
    joining_words: Words = Field(
        default_factory=partial(shipped_words, "joining_words"),
        description='A line that begins with one of these goes on with the one above: "với", "tại".',
    )
    title_links: Words = Field(
        default_factory=partial(shipped_words, "title_links"),
        description='A line in capitals that begins with an office and goes on with one of these is a title: "với".',
    )
    mastheads: Words = Field(description="Of these phrases lines above the title consist: motto, kind of text, ...")
    numbered_labels: Words = Field(
        default_factory=partial(shipped_words, "numbered_labels"),
        description='What, with a number and a dot or colon, stands before a title: "Bài 5. ..."; title_labels do too.',
    )
    rubrics: Words = Field(
        default_factory=partial(shipped_words, "rubrics"),
        description='A line that is one of these, set otherwise than the one below it, is no title: "Trao đổi".',
    )
    form_title_labels: Words = Field(
        default=(), description='What a form calls the title of a paper that has no other: "Tên mô hình: ...".'
    )
    slogans: Words = Field(
        default=(), description='A line above the title that begins with one of these, or ends it with "!", is none.'
    )
    body_starts: Words = Field(description="Headings with which the text begins and the title block ends.")
    promising_words: Words = Field(
        default=(),
        description='Under the heading of lessons one of these, without any sign of one, promises them: "sẽ".',
    )
    reference_headings: Words = Field(description="Headings after which only literature follows.")
    heading_leads: Words = Field(description='Words before the matter of a heading: "Về", "Một số", ...')
    other_headings: Words = Field(
        default=(), description="A heading with one of these heads something else than an element."
    )
    naming_words: Words = Field(
        default=(), description='Right before what a paper calls its model: "đặt tên là", "mang tên".'
    )
    placeholder_matters: Words = Field(
        default=(), description='Of what a sentence must speak that puts something off: "tác giả", "phần này".'
    )
    placeholder_subjects: Words = Field(
        default=(), description='The like, which without such words puts off nothing: "kết quả", "bài học".'
    )
    placeholder_turns: Words = Field(
        default=(), description='Behind one of these a sentence that puts something off tells some of it: "nhưng".'
    )
    placeholder_wholes: Words = Field(
        default=(), description='The same, where nothing else is said but in brackets: "Chưa có (mới bắt đầu ...)".'
    )
    placeholder_words: Words = Field(
        default=(), description='What stands under a heading until somebody writes it: "sẽ bổ sung".'
    )
    closing_words: Words = Field(
        default=(), description='Under a heading nothing is told by a paragraph of sentences with these: "xin cảm ơn".'
    )
    overview_headings: Words = Field(
        default=(),
        description='Under a heading that is one of these the model as such may be told of: "giới thiệu chung".',
    )
    ending_headings: Words = Field(
        default=(),
        description='Under a heading with one of these results without figures are summed up: "kết luận".',
    )
    aside_words: Words = Field(
        default=(),
        description="Under the heading of an element a sentence with one of these is about something else: the "
        'place, the conference, what stands elsewhere ("xem phụ lục").',
    )
    background_words: Words = Field(
        default=(),
        description="So does one with one of these, without a sign of the element: of the school and its people.",
    )
    straying_subjects: Words = Field(
        default=(),
        description="Under the heading of an element a sentence about one of these strays from the model: a "
        "resolution, the ancients, the people next door.",
    )
    straying_words: Words = Field(
        default=(),
        description="So does one with one of these (praise, the place, the past), unless its words stand in other "
        "sections too and it has signs of the element ...",
    )
    straying_hints: Words = Field(
        default=(),
        description="... and one with one of these, if neither is so.  Where such sentences outweigh the others a "
        "person looks.",
    )
    school_words: Words = Field(
        default=(), description="Behind one of these stands the name of a school; one of another school strays as well."
    )
    saying_words: Words = Field(
        default=(),
        description="Shortly behind the name of an element one of these says what it is: “Mục tiêu đề ra là …”.",
    )
    common_words: Words = Field(
        default=(), description="Two of these side by side stand in any paper and show nothing of its model."
    )
    foreseen_sayings: Words = Field(
        default=(), description='What figures tell is yet to come in a sentence with one of these: "sẽ", "dự kiến".'
    )
    beginning_words: Words = Field(
        default=(), description="Beside sentences about what is to come one with any of these tells no results either."
    )
    done_words: Words = Field(default=(), description='... but not where it has one of these: "đã", "đến nay".')
    foreseen_words: Words = Field(
        default=(), description='A heading of what comes late with one of these speaks of the future: "dự kiến".'
    )
    other_signs: Words = Field(
        default=(), description="What is said under headings of something else: of a background, of plans."
    )
    announcing_words: Words = Field(
        default=(), description="A sentence with one of these says what the paper will speak of, and shows no element."
    )
    concluding_words: Words = Field(
        default=(),
        description='So does one with one of these, unless its first point follows: "bài viết rút ra".',
    )
    first_words: Words = Field(
        default=(), description='With these begins the first of several points that a sentence announces: "Một là".'
    )
    announcing_ends: Words = Field(
        default=(), description='A sentence that ends with one of these announces points as well: "các bước sau".'
    )
    telling_subjects: Words = Field(
        default=(), description='Before what a sentence tells one of these says who does: "chúng tôi", "có thể".'
    )
    adverbial_words: Words = Field(
        default=(), description='A sentence with one of these at its head tells behind its comma: "Qua ba năm, ...".'
    )
    subordinate_words: Words = Field(
        default=(), description='Behind one of these a model is the condition of something else: "từ khi", "muốn".'
    )
    routine_words: Words = Field(
        default=(), description='A sentence with one of these says what is done over and over: "sau mỗi", "hằng quý".'
    )
    other_subjects: Words = Field(
        default=(), description="A sentence with one of these and no word for models shows no element."
    )
    model_kinds: Words = Field(
        default=(), description='What a title may call a model instead: "câu lạc bộ"; its text then does so too.'
    )
    title_kinds: Words = Field(
        default=(),
        description='A title that begins so is likely to name what people set up: "góc", "tuyến đường", "mỗi … một".',
    )
    not_kinds: Words = Field(
        default=(), description='What begins like one of title_kinds and is none: "tổ chức", "nhóm giải pháp".'
    )
    title_leads: Words = Field(default=(), description='Before one of title_kinds: "chuyện về", "hiệu quả từ".')
    set_up_words: Words = Field(
        default=(),
        description='So a text says that what its title begins with was set up: "là sáng kiến", "ra đời".',
    )
    example_words: Words = Field(
        default=(), description='A title with one of these tells of somebody as an example: "tấm gương sáng".'
    )
    own_words: Words = Field(
        default=(), description='So a text speaks of its own model: "mô hình được ... biểu dương", "mô hình của khoa".'
    )
    praise_words: Words = Field(
        default=(),
        description='Between a word for models and the department that is one: "điển hình tiên tiến Khoa ...".',
    )
    calling_words: Words = Field(default=(), description='What joins a name to its kind: "... là một mô hình".')
    pointing_words: Words = Field(
        default=(),
        description='Words at the head of a sentence that call a model what the one before named: "mô hình ấy".',
    )
    long_names: Words = Field(default=(), description="A name with one of these may have up to nine syllables.")
    middle_names: Words = Field(
        default=(), description="After a first word in capitals these show a person whatever the family name."
    )
    unit_names: Words = Field(
        default=(), description="Names of departments: in a title they say where, and nothing about the theme."
    )
    title_asides: Words = Field(
        default=(), description="Said of a model in a title without making it a paper on models in general."
    )
    place_words: Words = Field(
        default=(), description='Words before a place: a keyword of a theme behind one says where ("ở ký túc xá").'
    )
    aim_words: Words = Field(
        default=(), description="Words of a title behind which its aim stands, when something of a theme stands before."
    )
    committee_posts: Words = Field(
        default=(),
        description='Who is a member of a committee works elsewhere as well: "Tỉnh ủy viên" is no outside office.',
    )
    setting_words: Words = Field(
        default=(), description="Of such places and people the papers of the conference speak, whatever their theme."
    )
    other_settings: Words = Field(
        default=(),
        description="What has several of these and none of setting_words is about something else; its theme is left to "
        "a person.",
    )
    outside_offices: Words = Field(
        default=(), description="Offices that are no school: a province beside one of them hints at no school."
    )
    school_kinds: Words = Field(
        default=(),
        description="What names of schools begin with, also of those that do not take part: beside an author such a "
        "name speaks against the school of the sender. Empty: the words that all names of [[schools]] begin with.",
    )
    province_words: Words = Field(
        default=(), description="Before a province in a line without a school these show a provincial office."
    )
    letterheads: Words = Field(
        default=(), description="Above a title, one of these with a province tells whose school a bare line means."
    )
    task_words: Words = Field(
        default=(), description='Words that say what to do: "nâng cao", ...: a heading that begins so names no element.'
    )
    asking_ends: Words = Field(
        default=(), description='Words that end a question, if without its mark: "ra sao"; such a heading is no task.'
    )


class Element(Section):
    """One of the things that a paper on a model must name; without any, no paper is asked for them."""

    id: str = Field(pattern=ELEMENT, description="As findings name it.")
    description: str = Field(default="", description="What it tells, for authors whose paper lacks it; empty: nothing.")
    english_description: str = Field(default="", description="For English letters; empty: the other one.")
    name: str = Field(min_length=1, description="As letters name it.")
    english_name: str = Field(default="", description="For English letters; empty: its name.")
    headings: Words = Field(description="How authors head it, most typical first.")
    heading_words: Words = Field(default=(), description="A heading with one of these anywhere is about it.")
    sole_headings: Words = Field(
        default=(),
        description='The same where nothing else stands there and its signs stand below: "Phương pháp", which may be '
        "that of a study.",
    )
    near_headings: Words = Field(
        default=(),
        description='A heading with one of these may be about it, for a person to see: "nhân tố thành công".',
    )
    phrases: Words = Field(default=(), description="How it shows in running text.")
    begins: Words = Field(
        default=(),
        description='A sentence with one of these at its head and one of done_for_it shows it as well: "để", "nhằm".',
    )
    done_for_it: Words = Field(default=(), description='"Nhằm ..., công đoàn | đã thành lập mô hình".')
    traces: Words = Field(
        default=(), description="Wording that may be it: when nothing else is found, a person looks instead of a fail."
    )
    words: Words = Field(
        default=(), description="Its words: in a paper without headings, where it speaks of its model, a trace."
    )
    other_matters: Words = Field(default=(), description='Such words about something else: "kết quả học tập".')
    signs: Words = Field(
        default=(), description="What is said of it: what stands under a heading in other words is known by them."
    )
    needs_signs: int = Field(
        default=0,
        ge=0,
        description="Words under its heading from which on one without any sign of it tells something else; 0: never.",
    )
    needs_a_sign: int = Field(
        default=0,
        ge=0,
        description="The same of all that stands under its heading, however little; 0: never.",
    )
    common_signs: Words = Field(
        default=(), description="Beside its signs, of such a text: words that are too common to tell it elsewhere."
    )
    own_signs: int = Field(
        default=0,
        ge=0,
        description="In a long text under a heading of several elements, or of it alone where it has a stage: its "
        "signs, in sentences that have more of them than of the others', with fewer of which a person looks; 0: never.",
    )
    of_others: Words = Field(default=(), description="So a text under its heading says that it is of somebody else.")
    of_its_own: Words = Field(default=(), description="... and so that it is the paper's own all the same.")
    instead_words: Words = Field(
        default=(),
        description="Under its heading a sentence with one of these, and without a sign of it, says something else: "
        "requests in place of lessons, difficulties in place of results.",
    )
    told_by_figures: bool = Field(default=False, description="Two figures tell it as a sign does.")
    told_by_lists: bool = Field(default=False, description="A list of things tells it as two signs do.")
    stage: int = Field(
        default=0, ge=0, description="Where papers tell it: what has a higher stage stands behind what has a lower one."
    )
    told_with: tuple[str, ...] = Field(
        default=(), description="Elements that papers tell in one breath with it: where one is told, its signs tell it."
    )
    told_under: Words = Field(
        default=(),
        description="Under a heading with one of these a word of it is a trace, in a sentence on the model more.",
    )
    shown_by_name: bool = Field(
        default=False, description="The name of the model itself shows it, without any heading or wording."
    )
    names_paper_part: bool = Field(
        default=False, description="Its first heading, alone, is also what papers call a part of theirs."
    )


class Topic(Section):
    """A theme of the plan."""

    id: str = Field(pattern=NUMBER, description="Its number or letter in the plan: 1.2.3, T2, B.")
    name: str = Field(min_length=1, description="As letters name it.")
    english_name: str = Field(default="", description="For English letters; empty: its name.")
    keywords: Words = Field(description="Wording that speaks for it, strongest in the title.")
    hints: Words = Field(default=(), description="Wording that speaks for it weakly.")
    signs: Words = Field(default=(), description="What papers on it speak of, whatever their title.")
    told_throughout: bool = Field(
        default=False,
        description="Introductions to anything have its words: without one in the title half of the paragraphs do.",
    )
