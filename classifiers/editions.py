"""The prints of a form: by which one a paper is printed, and how a type looks in each.

Forms change by decree and old blanks are used up, so nothing here is guessed: an edition is told by a form
code that only it carries, or by the paper's own day where the print does not contradict it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from classifiers.record_type import Edition, FieldRule, FieldType, RecordType, Where
from classifiers.vietnamese import contains_label, fold_words
from records import FieldValue, Page

CODE_LINES = 0.25
"""Part of the first page's height, from the top, in which a form prints its code."""
FORM_CODE = "form_code"
"""Name of the field that holds the printed form code."""
OWN_DAYS = (
    "issue_date",
    "signing_date",
    "sign_date",
    "contract_date",
    "written_date",
    "registration_date",
)
"""Names under which a paper's own day stands where it is not beside the place, the usual one first."""


def with_all_editions(record_type: RecordType) -> RecordType:
    """The type with labels and form codes of every edition among its own: a paper of any print is known."""
    if not record_type.editions:
        return record_type
    codes = (code for edition in record_type.editions for code in edition.form_codes)
    fields = tuple(
        _labelled(rule, *(edition.labels.get(rule.name, ()) for edition in record_type.editions))
        for rule in record_type.fields
    )
    return record_type.model_copy(
        update={"form_codes": _once(chain(record_type.form_codes, codes)), "fields": fields}
    )


def printed_by(record_type: RecordType, edition: Edition) -> RecordType:
    """The type as one edition prints it: its title, its form codes and its labels stand first."""
    theirs = {code for each in record_type.editions for code in each.form_codes}
    plain_codes = tuple(code for code in record_type.form_codes if code not in theirs)
    codes = edition.form_codes or plain_codes
    fields = tuple(
        _printed_field(rule, edition, codes)
        for rule in record_type.fields
        # A print without a code has no corner for one.
        if rule.name != FORM_CODE or codes or not theirs
    )
    titles = edition.titles or (record_type.title, *record_type.title_variants)
    return record_type.model_copy(
        update={
            "title": titles[0],
            "title_variants": titles[1:],
            "editions": (edition,),
            "form_codes": codes,
            "fields": fields,
        }
    )


def _printed_field(rule: FieldRule, edition: Edition, codes: Sequence[str]) -> FieldRule:
    labels = _once((*edition.labels.get(rule.name, ()), *rule.labels))
    example = codes[0] if rule.name == FORM_CODE and codes else rule.example
    return rule.model_copy(update={"labels": labels, "example": example})


def edition_on(record_type: RecordType, day: date) -> Edition | None:
    """The edition whose forms were handed out on that day, or `None`."""
    begun = [each for each in record_type.editions if each.since is None or each.since <= day]
    newest = begun[-1] if begun else None
    return newest if newest is not None and (newest.until is None or day <= newest.until) else None


def own_day(record_type: RecordType) -> FieldRule | None:
    """The field that holds the day on which the paper itself was made out, or `None`."""
    days = [rule for rule in record_type.fields if rule.type is FieldType.DATE]
    beside_place = (rule for rule in days if rule.where is Where.PLACE_DATE_LINE)
    named = (rule for name in OWN_DAYS for rule in days if rule.name == name)
    return next(chain(beside_place, named), None)


def told_edition(
    record_type: RecordType, pages: Sequence[Page], fields: Mapping[str, FieldValue], *, threshold: float
) -> str:
    """The name of the edition that the paper is printed by; empty where the paper does not tell.

    A form code that one edition alone carries tells it, unless the paper's day lies before that edition
    began: old blanks are used up, new ones are not there yet. Without a code the day tells, when day, month
    and year were read with `threshold` or more and no doubt.
    """
    if not record_type.editions:
        return ""
    day = _day_read(record_type, fields, threshold)
    coded = _by_code(record_type, pages)
    if len(coded) == 1:
        is_older = day is not None and coded[0].since is not None and day < coded[0].since
        return "" if is_older else coded[0].name
    if day is None:
        return ""
    found = edition_on(record_type, day)
    return found.name if found is not None and (not coded or found in coded) else ""


def _day_read(record_type: RecordType, fields: Mapping[str, FieldValue], threshold: float) -> date | None:
    rule = own_day(record_type)
    value = fields.get(rule.name) if rule is not None else None
    if value is None or value.doubt or value.confidence < threshold or len(value.normalised) != 10:
        return None
    try:
        return date.fromisoformat(value.normalised)
    except ValueError:
        return None


def _by_code(record_type: RecordType, pages: Sequence[Page]) -> list[Edition]:
    """The editions whose form code stands at the top of the first page that has words."""
    first = next((page for page in pages if page.words), None)
    if first is None:
        return []
    top = fold_words(
        " ".join(word.text for word in first.words if word.box.centre[1] < CODE_LINES * first.height)
    )
    return [
        edition
        for edition in record_type.editions
        if any(contains_label(top, code, at_least=1.0) for code in edition.form_codes)
    ]


def _labelled(rule: FieldRule, *more: tuple[str, ...]) -> FieldRule:
    labels = _once(chain(rule.labels, *more))
    return rule if labels == rule.labels else rule.model_copy(update={"labels": labels})


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
