"""Persons in running text, as contracts, certificates and decisions name them, and lists of enclosures.

Which words stand about a person differs from print to print; every part carries its column's name, so that
the paper knows who is who.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from classifiers.record_type import FieldRule
from classifiers.specimens.draft import Draft
from classifiers.specimens.people import POLICE, Person
from classifiers.specimens.places import draw_home
from classifiers.specimens.typesetting import Span, bold
from classifiers.specimens.variants import HELD_OUT_FROM
from classifiers.specimens.wording import figures

Line = list[Span]
ENCLOSURES = (
    "Giấy chứng nhận quyền sử dụng đất (bản gốc)",
    "Trích lục bản đồ địa chính thửa đất",
    "Hợp đồng tặng cho quyền sử dụng đất đã được chứng thực",
    "Bản sao Căn cước công dân của người nộp hồ sơ",
    "Tờ khai lệ phí trước bạ",
    "Tờ khai thuế thu nhập cá nhân",
    "Biên bản bàn giao đất trên thực địa, có xác nhận của Ủy ban nhân dân cấp xã nơi có đất và chữ ký của "
    "các hộ sử dụng đất liền kề",
    "Giấy khai sinh (bản sao)",
)


class _About:
    """The words about one person, part by part."""

    def __init__(self, draft: Draft, field: str, columns: tuple[str, ...], number: int) -> None:
        self.draft, self.field, self.columns, self.number = draft, field, columns, number

    def __call__(self, column: str, text: str) -> Span:
        """A part that the record type has a column for; other parts are the list's text alone."""
        names = {"full_name": "name", "residence": "address"}
        name = column if column in self.columns else names.get(column, "")
        place = f"{self.field}#{self.number}"
        return Span(text, f"{place}.{name}" if name in self.columns else place)

    def plain(self, text: str) -> Span:
        return Span(text, f"{self.field}#{self.number}")


def _short_kind(person: Person) -> str:
    return {"Căn cước công dân": "CCCD", "Căn cước": "CC"}.get(person.id_kind, "CMND")


def _issuer(person: Person) -> str:
    return "Bộ Công an" if person.id_kind == "Căn cước" else POLICE


def _sentence(about: _About, person: Person, _home: str) -> list[Line]:
    """`Ông NGUYỄN VĂN AN, Căn cước công dân số 0…, Cục … cấp ngày …`"""
    line = [
        about("honorific", person.honorific), about.plain(" "), about("full_name", person.printed),
        about.plain(", "), about("id_kind", person.id_kind), about.plain(" số "),
        about("id_number", person.id_number), about.plain(", "), about("id_issuer", _issuer(person)),
        about.plain(" cấp ngày "), about("id_issue_date", figures(person.id_issued)),
    ]  # fmt: skip
    return [line]


def _born_sentence(about: _About, person: Person, home: str) -> list[Line]:
    """`Ông Nguyễn Văn An, sinh năm 1980, CCCD số 0… do … cấp ngày …, thường trú tại …`"""
    is_day = "birth_date" in about.columns
    born = about("birth_date", figures(person.born)) if is_day else about("birth_year", str(person.born.year))
    line = [
        about("honorific", person.honorific), about.plain(" "), about("full_name", person.name),
        about.plain(", sinh ngày " if is_day else ", sinh năm "), born, about.plain(", "),
        about("id_kind", _short_kind(person)), about.plain(" số "), about("id_number", person.id_number),
        about.plain(" do "), about("id_issuer", _issuer(person)), about.plain(" cấp ngày "),
        about("id_issue_date", figures(person.id_issued)), about.plain(", thường trú tại "),
        about("residence", home), about.plain(";"),
    ]  # fmt: skip
    return [line]


def _block(about: _About, person: Person, home: str) -> list[Line]:
    """A line a part, with a colon behind each label, as notaries print them."""
    is_day = "birth_date" in about.columns
    born = about("birth_date", figures(person.born)) if is_day else about("birth_year", str(person.born.year))
    return [
        [about("honorific", person.honorific), Span(": "), about("full_name", person.printed),
         Span("    Sinh ngày: " if is_day else "    Sinh năm: "), born],
        [about("id_kind", person.id_kind), Span(" số: "), about("id_number", person.id_number),
         Span(" do "), about("id_issuer", _issuer(person)), Span(" cấp ngày "),
         about("id_issue_date", figures(person.id_issued)), Span(";")],
        [Span("Nơi thường trú: "), about("residence", home), Span(".")],
    ]  # fmt: skip


def _form(about: _About, person: Person, home: str) -> list[Line]:
    """`Họ và tên: …`, each part on a line of its own, as the certified forms of communes have them."""
    is_day = "birth_date" in about.columns
    born = (
        [Span("Ngày, tháng, năm sinh: "), about("birth_date", figures(person.born))]
        if is_day
        else [Span("Sinh năm: "), about("birth_year", str(person.born.year))]
    )
    return [
        [Span("Họ và tên "), Span(person.honorific.lower(), f"{about.field}#{about.number}"), Span(": "),
         about("full_name", person.printed)],
        born,
        [Span("Giấy tờ tùy thân: "), about("id_kind", _short_kind(person)), Span(" số "),
         about("id_number", person.id_number), Span(", cấp ngày "),
         about("id_issue_date", figures(person.id_issued)), Span(", nơi cấp: "),
         about("id_issuer", _issuer(person))],
        [Span("Nơi cư trú: "), about("residence", home)],
    ]  # fmt: skip


Way = Callable[[_About, Person, str], list[Line]]
WAYS: tuple[Way, ...] = (_sentence, _born_sentence, _block)
HELD_OUT_WAYS: tuple[Way, ...] = (_form, _born_sentence)


def set_persons(draft: Draft, rule: FieldRule, label: str) -> None:
    """One to three persons under the label, often numbered, in one of the usual ways."""
    galley = draft.galley
    # A chance of its own, so that every list of the paper is set in the same way.
    chance = Random(f"persons:{draft.code}:{draft.seed}")  # noqa: S311 (a drawing, not a secret)
    way = chance.choice(HELD_OUT_WAYS if draft.seed >= HELD_OUT_FROM else WAYS)
    is_numbered = chance.random() < 0.35
    if label:
        galley.text(bold(f"{label}:"), after=0.8)
    count = draft.chance.choice((1, 1, 2, 2, 3))
    for index in range(count):
        person, home = draft.person(), draw_home(draft.chance, draft.unit)
        lines = way(_About(draft, rule.name, rule.columns, index), person, home)
        for number, line in enumerate(lines):
            mark = [Span(f"{index + 1}. ")] if is_numbered and count > 1 and number == 0 else []
            galley.text(*mark, *line, after=0.6)


def set_items(draft: Draft, rule: FieldRule) -> None:
    """One to five lines of what is handed in, each behind a number or a dash."""
    chance = draft.chance
    way = chance.choice(("{}. ", "- ", "({}) ", "{}) "))
    for index, text in enumerate(chance.sample(ENCLOSURES, chance.randrange(1, 6)), start=1):
        draft.galley.text(way.format(index), Span(text, f"{rule.name}#{index}"), after=0.6)
