"""Marks that a reader lost while it was sure, put right in a value where one spelling alone can be meant.

Dots below drown in the dots of a line, and worn print has no marks left to see: a person infers them from the
language. Where two spellings are both at home the value is doubted and both are said; what was read stays in
`as_read`, and a file's own text is believed.
"""

from __future__ import annotations

from dataclasses import replace

from classifiers.extraction.finding import Finding
from classifiers.extraction.known_spelling import put_right
from classifiers.extraction.listed_places import usual_hamlet_name
from classifiers.extraction.lost_dots import may_have_lost_a_dot, with_the_usual_thi
from classifiers.extraction.name_marks import may_be_another, with_needed_tones
from classifiers.extraction.names import mended_family
from classifiers.extraction.spelling import PRINTED
from classifiers.record_type import FieldRule, FieldType

MAY_BE_DOTTED = "Có thể mất dấu nặng trên dòng chấm: {} hay {}?"
MAY_BE_MISREAD = "Có thể sai dấu: {} hay {}?"
DOUBTED_CEILING = 0.8
"""Of a value of which nobody can tell from the page alone how it is spelled."""


def with_marks_weighed(rule: FieldRule, finding: Finding) -> Finding:
    """The finding with its marks put right where that is sure, and doubted where it may be another word."""
    if rule.type is FieldType.PERSON_NAME and finding.words[0].confidence < PRINTED:
        return _name(finding)
    if any(word.confidence < PRINTED for word in finding.words):
        finding = replace(finding, value=put_right(rule.type, finding.value))
        usual = usual_hamlet_name(finding.value) if rule.type is FieldType.ADDRESS else None
        return _doubted(finding, MAY_BE_MISREAD, usual)
    return finding


def _name(finding: Finding) -> Finding:
    first, space, rest = finding.value.partition(" ")
    name = with_needed_tones(with_the_usual_thi(mended_family(first) + space + rest))
    finding = _doubted(replace(finding, value=name), MAY_BE_DOTTED, may_have_lost_a_dot(name))
    certainties = {word.text: word.confidence for word in finding.words}
    return _doubted(finding, MAY_BE_MISREAD, may_be_another(name, certainties))


def _doubted(finding: Finding, reason: str, spellings: tuple[str, str] | None) -> Finding:
    """The finding with both spellings said, where there are two; an earlier doubt stays."""
    if spellings is None:
        return finding
    doubt = finding.doubt or reason.format(*spellings)
    return replace(finding, doubt=doubt, ceiling=min(finding.ceiling, DOUBTED_CEILING))
