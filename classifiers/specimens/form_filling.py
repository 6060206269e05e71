"""Sets the fields of any record type in their order: label, value, headings and printed words between."""

from __future__ import annotations

from dataclasses import dataclass, replace

from classifiers.record_type import FieldRule, FieldType, RecordType, Where
from classifiers.specimens.draft import Draft
from classifiers.specimens.land import sketch
from classifiers.specimens.sheet import Blocks, Outline
from classifiers.specimens.tables import Table, set_table
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
)
CHANCE_OF_BLANK = 0.12
"""Of a field that need not be filled in."""


@dataclass(slots=True)
class Form:
    """A record type being filled in on a draft."""

    draft: Draft
    record_type: RecordType
    values: Values
    leader: bool = True
    """Dots run under the values."""

    def at(self, *places: Where) -> tuple[FieldRule, ...]:
        """Fields that stand at any of these places."""
        return tuple(rule for rule in self.record_type.fields if rule.where in places)

    def body(self) -> None:
        """Every field that is no part of letterhead, heading or signature, with the words printed between."""
        printed: set[str] = {fold(title) for title in self.record_type.titles}
        section = ""
        for rule in self.record_type.fields:
            if rule.where in SET_BY_LAYOUT:
                continue
            if rule.section and rule.section != section:
                section = rule.section
                self._section(section, printed)
            self._words_before(rule, printed)
            self._field(rule)
        for anchor in self.record_type.anchors:
            self._word(anchor, printed)

    def _section(self, name: str, printed: set[str]) -> None:
        """The words that open a section, unless they are the label of its first field."""
        words = next(part.starts_at[0] for part in self.record_type.sections if part.name == name)
        labels = {fold(label) for rule in self.record_type.fields for label in rule.labels}
        if fold(words) not in labels and not any(fold(words).endswith(label) for label in labels):
            self.draft.galley.text(bold(words), after=0.8)
        printed.add(fold(words))

    def _words_before(self, rule: FieldRule, printed: set[str]) -> None:
        """Printed words that stand before the field's label on the page."""
        anchors = self.record_type.anchors
        labels = [fold(label) for label in rule.labels]
        here = next((index for index, anchor in enumerate(anchors) if fold(anchor) in labels), None)
        for anchor in anchors[: here or 0]:
            self._word(anchor, printed)
        printed.update(labels)

    def _word(self, anchor: str, printed: set[str]) -> None:
        folded = fold(anchor)
        is_label = any(fold(label) in folded or folded in fold(label) for label in self._labels())
        if folded.startswith(SIGNATURE_WORDS):
            return
        if folded in printed or is_label or any(folded in done for done in printed):
            return
        printed.add(folded)
        self.draft.galley.text(bold(anchor) if anchor.isupper() else anchor, after=0.8)

    def _labels(self) -> list[str]:
        return [label for rule in self.record_type.fields for label in rule.labels]

    def _field(self, rule: FieldRule) -> None:
        galley = self.draft.galley
        label = f"{rule.mark} " if rule.mark else ""
        label += rule.labels[0] if rule.labels else ""
        if rule.type is FieldType.TABLE:
            self._table(rule, label)
        elif rule.type is FieldType.LIST:
            self._list(rule, label)
        elif rule.where is Where.TICK:
            self._tick(rule, label)
        elif rule.where is Where.MACHINE_CODE:
            galley.add(Blocks(galley.column.x + galley.column.width - 18, galley.y, 18, self.draft.seed))
        elif rule.where is Where.CORNER:
            galley.text(
                value(rule.name, self.values.of(rule)), align="right", look=replace(galley.base, size=11)
            )
        elif rule.where in {Where.BELOW_LABEL, Where.BODY}:
            galley.text(f"{label}:" if label else "", after=0.3)
            galley.text(value(rule.name, self._text(rule)), first=8, after=1, leader=self.leader)
        else:
            self._line(rule, label)

    def _line(self, rule: FieldRule, label: str) -> None:
        unit = {FieldType.AREA_M2: " m²", FieldType.MONEY: " đồng"}.get(rule.type, "")
        colon = "" if rule.where is Where.INLINE else ":"
        spans = [Span(f"{label}{colon} " if label else ""), value(rule.name, self._text(rule)), Span(unit)]
        self.draft.galley.text(*spans, leader=self.leader, after=0.7)

    def _text(self, rule: FieldRule) -> str:
        """The value, or nothing in a blank that need not be filled in."""
        if not rule.required and self.draft.chance.random() < CHANCE_OF_BLANK:
            return ""
        return self.values.of(rule)

    def _table(self, rule: FieldRule, label: str) -> None:
        if label:
            self.draft.galley.text(f"{label}:", after=0.8)
        if "coordinates" in rule.name or "edges" in rule.name:
            sketch(self.draft, self.values.plot, height=48)
            return
        titles = tuple(name.replace("_", " ").capitalize() for name in rule.columns) or ("Nội dung",)
        rows = tuple(tuple(self._cell(name, row) for name in rule.columns) for row in range(1, 3))
        shares = (1 / len(titles),) * len(titles)
        set_table(
            self.draft.galley, Table(titles, rows if rule.columns else (("",),), shares), field=rule.name
        )
        self.draft.galley.skip(2)

    def _cell(self, name: str, row: int) -> str:
        chance = self.draft.chance
        if name in {"stt", "tt"}:
            return str(row)
        if "ten" in name or "name" in name:
            return self.draft.person().printed
        return str(chance.randrange(1, 900))

    def _list(self, rule: FieldRule, label: str) -> None:
        """Each entry a person with number and residence, or a line of the example."""
        galley = self.draft.galley
        if label:
            galley.text(bold(f"{label}:"), after=0.8)
        for index in range(self.draft.chance.choice((1, 2))):
            person = self.draft.person()
            galley.text(
                value(f"{rule.name}#{index}", f"{person.honorific} {person.printed}, {person.id_document()}"),
                after=0.6,
            )

    def _tick(self, rule: FieldRule, label: str) -> None:
        galley = self.draft.galley
        galley.text(f"{label}:" if label else rule.name, after=0.8)
        right, base = galley.column.x + galley.column.width - 6, galley.y - 1.5
        galley.add(Outline(((right, base - 4), (right + 4, base - 4), (right + 4, base), (right, base))))
        if self.draft.chance.random() < 0.5:
            galley.add(Outline(((right, base - 4), (right + 4, base)), is_closed=False))
            galley.add(Outline(((right + 4, base - 4), (right, base)), is_closed=False))
            self.draft.extra_truth[rule.name] = "true"

    def place_and_date(self, *, align: str = "right") -> None:
        """Place and date as the fields of the type name them."""
        rules = self.at(Where.PLACE_DATE_LINE)
        place = next((rule for rule in rules if rule.type is FieldType.PLACE), None)
        day = next((rule for rule in rules if rule.type is FieldType.DATE), None)
        name = self.draft.unit.commune.split(" ", 1)[1]
        self.draft.galley.text(
            italic(name, place.name if place else ""),
            italic(", "),
            italic(long_day(self.draft.issued), day.name if day else ""),
            align=align,
        )

    def field_at(self, place: Where, *kinds: FieldType) -> str:
        """Name of the first field at the place that is of one of the kinds; empty when there is none."""
        found = (rule.name for rule in self.at(place) if not kinds or rule.type in kinds)
        return next(found, "")
