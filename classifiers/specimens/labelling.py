"""What forms print before a value: a wording of the label, an item's number, an explanation in brackets."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from classifiers.record_type import FieldRule, FieldType, RecordType, Where
from classifiers.specimens.looks import Look, Numbering
from classifiers.vietnamese import fold

EXPLANATIONS: dict[FieldType, tuple[str, ...]] = {
    FieldType.PERSON_NAME: ("(ghi bằng chữ in hoa)", "(viết chữ in hoa, có dấu)", "(chữ in hoa)"),
    FieldType.DATE: ("(ngày/tháng/năm)", "(ghi rõ ngày, tháng, năm)"),
    FieldType.ID_DOCUMENT: (
        "(ghi rõ loại giấy tờ, số, cơ quan cấp, ngày cấp)",
        "(CCCD, hộ chiếu hoặc giấy tờ hợp lệ thay thế)",
    ),
    FieldType.ID_NUMBER: ("(12 chữ số)", "(nếu có)"),
    FieldType.ADDRESS: (
        "(ghi theo nơi đăng ký thường trú)",
        "(số nhà, đường phố, thôn, xóm, xã/phường, tỉnh/thành phố)",
        "(ghi theo nơi đăng ký thường trú; nếu không có thì ghi theo nơi đăng ký tạm trú)",
    ),
    FieldType.PHONE: ("(nếu có)",),
    FieldType.EMAIL: ("(nếu có)",),
    FieldType.ORG_NAME: ("(tên cơ quan có thẩm quyền)",),
    FieldType.TEXT: ("(ghi rõ)", "(nếu có)"),
    FieldType.MONEY_WORDS: ("(viết bằng chữ)",),
}
"""As Vietnamese forms explain their blanks."""
LETTERS = "abcdđeghiklmnopqrstuvxy"
SHORTEST_WORDING = 6
"""Letters of another wording; shorter ones are only met inside sentences."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a value."""

    words: str
    """With the item's mark or number."""
    note: str = ""
    goes_on: bool = False
    """It begins small, as where a sentence goes on from the value before it."""


@dataclass(slots=True)
class Labelling:
    """Words the labels of one paper."""

    look: Look
    record_type: RecordType
    chance: Random
    """Of its own, so that the paper's words do not hang on its labels."""
    section: str | None = None
    sections: int = 0
    items: int = 0
    notes: int = 0
    chosen: dict[str, str] = field(default_factory=dict)

    def of(self, rule: FieldRule) -> Label:
        """The label of the field: its mark or number, its words, and what explains it."""
        words = self._wording(rule)
        mark = rule.mark or self._number(rule, words)
        text = f"{mark} {words}".strip() if words else (rule.mark or "")
        return Label(text, self._note(rule, words), goes_on=words[:1].islower())

    def _wording(self, rule: FieldRule) -> str:
        if rule.name not in self.chosen:
            others = self._other_wordings(rule)
            takes_other = bool(others) and self.chance.random() < self.look.other_labels
            first = rule.labels[0] if rule.labels else ""
            self.chosen[rule.name] = self.chance.choice(others) if takes_other else first
        return self.chosen[rule.name]

    def _other_wordings(self, rule: FieldRule) -> tuple[str, ...]:
        """Wordings beside the usual one that stand alone before a blank and that no edition prescribes."""
        if any(rule.name in edition.labels for edition in self.record_type.editions):
            return ()
        if rule.where not in {Where.RIGHT_OF_LABEL, Where.BELOW_LABEL, Where.LIST, Where.TABLE}:
            return ()
        usual = rule.labels[0] if rule.labels else ""
        taken = {fold(label) for other in self.record_type.fields if other != rule for label in other.labels}
        opens = self._section_opened_by(usual)
        return tuple(
            label
            for label in rule.labels[1:]
            if label[:1].isupper() == usual[:1].isupper()
            and len(label) >= max(SHORTEST_WORDING, 0.4 * len(usual))
            and fold(label) not in taken
            and (not opens or fold(label) in opens)
        )

    def _section_opened_by(self, label: str) -> set[str]:
        """Every wording that opens the section which this label opens; empty when it opens none."""
        for part in self.record_type.sections:
            starts = {fold(words) for words in part.starts_at}
            if any(start in fold(label) or fold(label) in start for start in starts):
                return starts
        return set()

    def _number(self, rule: FieldRule, words: str) -> str:
        numbering = self.look.numbering
        has_marks = any(other.mark for other in self.record_type.fields)
        if numbering is Numbering.NONE or has_marks or not _takes_number(rule, words):
            return ""
        if rule.section != self.section or not self.sections:
            self.section = rule.section
            self.sections += 1
            self.items = 0 if numbering is not Numbering.FIGURES else self.items
        self.items += 1
        if numbering is Numbering.DASHES:
            return "-"
        if numbering is Numbering.LETTERS:
            return f"{LETTERS[(self.items - 1) % len(LETTERS)]})"
        return f"{self.items}." if numbering is Numbering.FIGURES else f"{self.sections}.{self.items}."

    def _note(self, rule: FieldRule, words: str) -> str:
        known = EXPLANATIONS.get(rule.type)
        if not known or not words or "(" in words or not _takes_number(rule, words):
            return ""
        if self.chance.random() >= self.look.explains:
            return ""
        self.notes += 1
        return f"({self.notes})" if self.chance.random() < 0.35 else self.chance.choice(known)


def _takes_number(rule: FieldRule, words: str) -> bool:
    """Items begin with a capital; what goes on in a sentence, and whom a letter is to, carry no number."""
    is_item = words[:1].isupper() and not words.isupper() and not words.startswith("Kính gửi")
    return is_item and rule.where is Where.RIGHT_OF_LABEL
