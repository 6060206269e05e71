"""Sets the fields of any record type in their order: label, value, headings and printed words between."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from classifiers.record_type import FieldRule, FieldType, RecordType, Where
from classifiers.specimens.arranging import set_entries
from classifiers.specimens.draft import Draft
from classifiers.specimens.entries import Entry
from classifiers.specimens.labelling import Label, Labelling
from classifiers.specimens.land import sketch
from classifiers.specimens.looks import Entries
from classifiers.specimens.payloads import land, land_barcode
from classifiers.specimens.persons_in_text import set_items, set_persons
from classifiers.specimens.places import bare
from classifiers.specimens.sheet import PrintedCode, truth_of
from classifiers.specimens.table_heads import OTHER_TITLES, column_title
from classifiers.specimens.table_rows import draw_rows
from classifiers.specimens.table_setting import set_rows
from classifiers.specimens.ticks import set_choice, set_tick
from classifiers.specimens.typesetting import Span, bold, italic, value
from classifiers.specimens.values import Values
from classifiers.specimens.wording import long_day
from classifiers.vietnamese import fold

SET_BY_LAYOUT = {
    Where.LETTERHEAD_LEFT,
    Where.NUMBER_LINE,
    Where.PLACE_DATE_LINE,
    Where.UNDER_TITLE,
    Where.SIGNATURE,
    Where.RECIPIENTS,
    Where.DERIVED,
    Where.STAMP,
}
"""Places that the template sets itself, or that nothing is printed at."""
SIGNATURE_WORDS = (
    "nguoi ky",
    "nguoi yeu cau",
    "nguoi lam don",
    "lam tai",
    "tm.",
    "noi nhan",
    "giam doc",
    "ke khai",
    "nguoi do de",
    "thu truong",
    "truong cong an",
)
TRUE = (
    "những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của mình."
)
SENTENCES = {
    "cam doan": f"Tôi cam đoan {TRUE}",
    "toi cam doan": f"Tôi cam đoan {TRUE}",
    "chung toi cam doan": f"Chúng tôi cam đoan {TRUE}",
}
"""What forms print where a type names only the words that tell: folded words to the sentence."""
SHORT = {FieldType.ENUM, FieldType.ENUM_OPEN, FieldType.YEAR, FieldType.INTEGER}
"""Kinds that forms set two or three to a line: sex, ethnic group and nationality, as on every one of them."""
BOXED = {FieldType.ID_NUMBER, FieldType.TAX_CODE}
GRIDS = {Entries.CELLS, Entries.ABOVE, Entries.HELD_OUT}
"""Ways in which entries wait for each other."""
CHANCE_OF_BLANK = 0.12
"""Of a field that need not be filled in."""


def is_signing_day(rule: FieldRule) -> bool:
    """Whether the field is the day over an applicant's signature: `Làm tại: …, ngày … tháng … năm …`."""
    return rule.type is FieldType.DATE and rule.labels[:1] == ("Làm tại",)


@dataclass(slots=True)
class Form:
    """A record type being filled in on a draft."""

    draft: Draft
    record_type: RecordType
    values: Values
    leader: bool = True
    """Dots run under the values."""
    boxes: bool = False
    """Personal numbers and tax codes stand in boxes, a figure to a box."""
    is_set: set[str] = field(default_factory=set)
    """Names of fields that the template has set above the others."""
    waiting: list[Entry] = field(default_factory=list)
    """Entries that may still share a line with what follows."""
    _labelling: Labelling | None = None

    @property
    def labelling(self) -> Labelling:
        """How this paper words its labels."""
        if self._labelling is None:
            chance = Random(f"labels:{self.draft.code}:{self.draft.seed}")  # noqa: S311 (a drawing)
            self._labelling = Labelling(self.draft.look, self.record_type, chance)
        return self._labelling

    def at(self, *places: Where) -> tuple[FieldRule, ...]:
        """Fields that stand at any of these places."""
        return tuple(rule for rule in self.record_type.fields if rule.where in places)

    def body(self) -> None:
        """Every field that is no part of letterhead, heading or signature, with the words printed between."""
        printed: set[str] = {fold(title) for title in self.record_type.titles}
        section = ""
        for rule in self.record_type.fields:
            if rule.where in SET_BY_LAYOUT or is_signing_day(rule) or rule.name in self.is_set:
                continue
            if rule.section and rule.section != section:
                section = rule.section
                self._section(section, printed)
            self._words_before(rule, printed)
            self._field(rule)
        for anchor in self.record_type.anchors:
            self._word(anchor, printed)
        self.flush()

    def flush(self) -> None:
        """Sets the entries that wait for company."""
        waiting, self.waiting = self.waiting, []
        set_entries(self.draft.galley, waiting, self.draft.look, leader=self.leader)

    def _section(self, name: str, printed: set[str]) -> None:
        """The words that open a section, unless they are the label of its first field."""
        words = next(part.starts_at[0] for part in self.record_type.sections if part.name == name)
        for anchor in self._anchors_before({fold(words)}):
            self._word(anchor, printed)
        labels = {fold(label) for rule in self.record_type.fields for label in rule.labels}
        is_label = any(fold(words).endswith(label) or label.startswith(fold(words)) for label in labels)
        first = next(rule for rule in self.record_type.fields if rule.section == name)
        is_label = is_label or any(fold(words).startswith(fold(label)) for label in first.labels)
        if fold(words) not in labels and not is_label:
            said = SENTENCES.get(fold(words), words)
            if words[:1].islower() and self.waiting:
                self.waiting[-1].go_on(Span(f" {words}:"))
            else:
                self.flush()
                is_heading = said == words
                colon = ":" if is_heading and not words.isupper() else ""
                self.draft.galley.text(bold(said + colon) if is_heading else said, after=0.8)
        printed.add(fold(words))
        if fold(words) in SENTENCES:
            printed.add(fold(SENTENCES[fold(words)]))

    def _words_before(self, rule: FieldRule, printed: set[str]) -> None:
        """Printed words that stand before the field's label on the page."""
        labels = {fold(label) for label in rule.labels}
        for anchor in self._anchors_before(labels):
            self._word(anchor, printed)
        printed.update(labels)

    def _anchors_before(self, folded: set[str]) -> tuple[str, ...]:
        """Anchors that are printed before any of these words."""
        anchors = self.record_type.anchors
        here = next((index for index, anchor in enumerate(anchors) if fold(anchor) in folded), 0)
        return anchors[:here]

    def _opens_section(self, folded: str) -> bool:
        """Whether the words are the heading of a section that has fields: it comes with the first of them."""
        filled = {rule.section for rule in self.record_type.fields}
        return any(
            folded == fold(opening)
            for part in self.record_type.sections
            if part.name in filled
            for opening in part.starts_at
        )

    def _word(self, anchor: str, printed: set[str]) -> None:
        folded = fold(anchor)
        is_label = any(fold(label) in folded or folded in fold(label) for label in self._labels())
        is_label = is_label or folded.replace(" ", "") in self._heads()
        if folded.startswith(SIGNATURE_WORDS) or self._opens_section(folded):
            return
        if folded in printed or is_label or any(folded in done for done in printed):
            return
        printed.add(folded)
        self.flush()
        said = SENTENCES.get(folded, anchor)
        self.draft.galley.text(bold(said) if said.isupper() else said, after=0.8)

    def _heads(self) -> set[str]:
        """Heads of the type's tables, folded and without spaces: they are set with their table."""
        columns = [name for rule in self.record_type.fields for name in rule.columns]
        titles = [title for name in columns for title in (column_title(name), *OTHER_TITLES.get(name, ()))]
        return {fold(title).replace(" ", "") for title in titles}

    def _labels(self) -> list[str]:
        return [label for rule in self.record_type.fields for label in rule.labels]

    def _field(self, rule: FieldRule) -> None:
        galley = self.draft.galley
        worded = self.labelling.of(rule)
        label = worded.words
        if rule.where not in {Where.RIGHT_OF_LABEL, Where.INLINE, Where.ANYWHERE}:
            self.flush()
        if rule.type is FieldType.TABLE:
            self._table(rule, label)
        elif rule.type is FieldType.LIST:
            self._list(rule, label)
        elif rule.where is Where.TICK:
            self._tick(rule, label)
        elif rule.where is Where.MACHINE_CODE:
            self._code(rule)
        elif rule.where is Where.CORNER:
            galley.text(
                value(rule.name, self.values.of(rule)), align="right", look=replace(galley.base, size=11)
            )
        elif rule.where in {Where.BELOW_LABEL, Where.BODY}:
            if rule.type is FieldType.SERIAL and not label:
                self._cited(rule)
                return
            galley.text(f"{label}:" if label else "", after=0.3)
            galley.text(value(rule.name, self._text(rule)), first=8, after=1, leader=self.leader)
        elif self.boxes and rule.type in BOXED:
            self._boxed(rule, label)
        else:
            self._line(rule, worded)

    def _cited(self, rule: FieldRule) -> None:
        """The number of a certificate among the papers handed in, its registry number behind it."""
        if text := self._text(rule):
            lead = self.draft.chance.choice(
                ("- Giấy chứng nhận quyền sử dụng đất số ", "- Giấy chứng nhận đã cấp có số phát hành: ")
            )
            self.waiting.append(Entry("", [Span(lead), value(rule.name, text)], is_inline=True))

    def _line(self, rule: FieldRule, worded: Label) -> None:
        label, look = worded.words, self.draft.look
        unit = {FieldType.AREA_M2: " m²", FieldType.MONEY: " đồng"}.get(rule.type, "")
        is_sentence = rule.where is Where.INLINE and rule.type is not FieldType.INTEGER
        colon = "" if is_sentence or label.islower() else look.colon
        text = self._text(rule)
        if label and rule.type is FieldType.TEXT and text.startswith(f"{label} "):
            label, colon = "", ""  # "do UBND huyện … cấp ngày …" holds its label
        if worded.goes_on and self.waiting and len(label) < 12:
            self.waiting[-1].go_on(Span(f" {label}{colon} "), value(rule.name, text), Span(unit))
            return
        is_grid = look.entries in GRIDS
        is_shared = look.entries is Entries.SHARED and rule.type in SHORT
        if not (is_shared or is_grid):
            self.flush()
        spans = [value(rule.name, text), Span(unit)]
        if is_grid and label.startswith("Kính gửi"):
            self.flush()
            self.draft.galley.text(f"{label}: ", *spans, align="centre", after=2)
            return
        self.waiting.append(
            Entry(
                f"{label}{colon}" if label else "",
                spans,
                is_inline=rule.where is Where.INLINE,
                is_short=is_shared,
                note=worded.note,
            )
        )

    def _boxed(self, rule: FieldRule, label: str) -> None:
        self.flush()
        galley = self.draft.galley
        galley.text(f"{label}:", after=0)
        if text := self._text(rule):
            galley.boxed(text, field=rule.name)

    def _text(self, rule: FieldRule) -> str:
        """The value, or nothing in a blank that need not be filled in."""
        if not rule.required and self.draft.chance.random() < CHANCE_OF_BLANK:
            return ""
        return self.values.of(rule)

    def _table(self, rule: FieldRule, label: str) -> None:
        """The table with its rows; a paper need not have one that is not required."""
        if "coordinates" in rule.name and "canh_m" not in rule.columns:
            sketch(self.draft, self.values.plot, height=48)
        if not rule.required and self.draft.chance.random() < CHANCE_OF_BLANK:
            return
        self.draft.galley.need(30)
        if label:
            self.draft.galley.text(f"{label}:", after=0.8)
        drawn = draw_rows(self.draft, rule.columns, square_metres=self.values.plot.square_metres)
        set_rows(self.draft, rule.name, rule.columns, drawn)
        self.draft.galley.skip(2)

    def _list(self, rule: FieldRule, label: str) -> None:
        """Each entry a person with what is printed about one, or an enclosure."""
        if rule.columns:
            set_persons(self.draft, rule, label)
            return
        if label:
            self.draft.galley.text(f"{label}:", after=0.8)
        set_items(self.draft, rule)

    def _tick(self, rule: FieldRule, label: str) -> None:
        """One box beside its label, or a box for yes and one for no, as applications for copies have them."""
        is_ticked = self.draft.chance.random() < 0.5
        if label.startswith("Đề nghị cấp bản sao"):
            if set_choice(self.draft, label, is_yes=is_ticked) and not is_ticked:
                self.draft.extra_truth[rule.name] = "false"
        else:
            set_tick(self.draft, label or rule.name, is_ticked=is_ticked)
        if is_ticked:
            self.draft.extra_truth[rule.name] = "true"

    def _code(self, rule: FieldRule) -> None:
        """A code whose payload says what the paper says so far."""
        galley, chance = self.draft.galley, self.draft.chance
        if rule.type is FieldType.BARCODE:
            text = land_barcode(chance, self.draft.issued.year)
            galley.need(14)
            galley.add(PrintedCode("code128", text, galley.column.x, galley.y + 1, 52, 9, rule.name))
            galley.skip(13)
        elif rule.type is FieldType.QR:
            text = land(truth_of(galley.sheets()), chance)
            right = galley.column.x + galley.column.width
            galley.add(PrintedCode("qr", text, right - 20, galley.top, 20, 20, rule.name))

    def place_and_date(self, *, align: str = "right") -> None:
        """Place and date as the fields of the type name them."""
        rules = [*self.at(Where.PLACE_DATE_LINE), *filter(is_signing_day, self.record_type.fields)]
        place = next((rule for rule in rules if rule.type is FieldType.PLACE), None)
        day = next((rule for rule in rules if rule.type is FieldType.DATE), None)
        label = day.labels[0] if day is not None and day.labels else ""
        name = bare(self.draft.unit.commune)
        self.draft.galley.text(
            italic(f"{label}: " if label.startswith("Làm tại") else ""),
            italic(name, place.name if place else ""),
            italic(", "),
            italic(long_day(self.draft.issued), day.name if day else ""),
            align=align,
            fits=True,
        )

    def field_at(self, place: Where, *kinds: FieldType) -> str:
        """Name of the first field at the place that is of one of the kinds; empty when there is none."""
        found = (rule.name for rule in self.at(place) if not kinds or rule.type in kinds)
        return next(found, "")
