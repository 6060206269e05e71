"""Sex as civil papers and cards print it; other closed lists are judged by their field's own `enum`."""

from __future__ import annotations

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean, fold_words

FIELD_TYPES = (FieldType.ENUM,)
SEXES = ("Nam", "Nữ")


def parse(text: str, *, choices: tuple[str, ...] = SEXES) -> Parsed:
    """The one of `choices` that the text is, marks and capitals aside; two or none are refused."""
    value = clean(text)
    words = fold_words(value)
    matching = [choice for choice in choices if fold_words(choice) == words]
    if len(matching) != 1:
        return refused(value, "Không thuộc các giá trị cho phép: " + ", ".join(choices))
    parsed = Parsed(value, matching[0])
    return (
        parsed
        if value.lower() == matching[0].lower()
        else parsed.with_warning("Dấu đọc khác bản in thường dùng")
    )
