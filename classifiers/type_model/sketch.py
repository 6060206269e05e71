"""Sketches papers as words on pages, for training: any record type from its own file, and papers of no type.

A sketch is cruder than a drawn specimen and needs nothing but the record type, so the types that nobody has
drawn
are trained too. Everyone in it is invented. What varies in life varies here: order, gaps, agencies, values,
length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from random import Random

from rapidfuzz import fuzz

from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldType, Layout, RecordType, Where
from classifiers.type_model.other_papers import (
    AGENCIES,
    CLAUSES,
    FOREIGN_TEXTS,
    LIFE_TEXTS,
    OTHER_LABELS,
    OTHER_TITLES,
    SUBJECTS,
)
from classifiers.vietnamese import fold_words
from records import Box, Page, Word

_WIDTH, _HEIGHT, _DPI = 1654, 2339, 200.0
_LINE_HEIGHT = 36
_LETTER = 12.4
_UNIT_SYMBOLS = (
    "UBND",
    "HĐND",
    "SNV",
    "STC",
    "PKT",
    "SNNMT",
    "VP",
    "BCĐ",
    "STNMT",
    "BQL",
    "TTHC",
    "CNVPĐKĐĐ",
)


class _Desk:
    """Puts lines of words on one page, from the top."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.words: list[Word] = []
        self.y = 90.0
        self.line = 0

    def put(self, text: str, *, at: float | None = None, down: float = 1.0) -> None:
        """One line: centred, or from the left at `at` (a fraction of the width)."""
        wide = _LETTER * (1.12 if text.isupper() else 1.0)
        x = (_WIDTH - wide * len(text)) / 2 if at is None else _WIDTH * at
        for word in text.split():
            box = Box(x, self.y, x + wide * len(word), self.y + _LINE_HEIGHT * 0.7)
            self.words.append(Word(word, box, 0.95, line=self.line, block=self.line))
            x += wide * (len(word) + 1)
        self.line += 1
        self.y += _LINE_HEIGHT * down

    def wrap(self, text: str, *, at: float = 0.12, letters: int = 88) -> None:
        line = ""
        for word in text.split():
            if len(line) + len(word) > letters:
                self.put(line, at=at)
                line = ""
            line = f"{line} {word}".strip()
        self.put(line, at=at)

    def page(self) -> Page:
        words = tuple(word for word in self.words if word.box.y1 < _HEIGHT)
        return Page(1, _DPI, _WIDTH, _HEIGHT, words=words)


def sketch_type(record_type: RecordType, seed: int) -> tuple[Page, ...]:
    """A paper of `record_type`; the same seed gives the same paper."""
    chance = Random(f"{record_type.code}:{seed}")  # noqa: S311 - papers, not secrets
    desk = _Desk(chance)
    if chance.random() < 0.25:  # a signature stamp over the letterhead
        desk.put("Ký bởi: " + chance.choice(AGENCIES), at=chance.uniform(0.02, 0.6), down=0.8)
    if record_type.form_codes and chance.random() < 0.7:
        desk.put(chance.choice(record_type.form_codes), at=0.75)
    if record_type.layout in {Layout.ND30_ADMIN, Layout.CIVIL_EXTRACT}:
        _letterhead(desk, _symbol(record_type, chance))
    else:
        _motto(desk)
    _title(desk, record_type)
    _form(desk, record_type)
    _closing(desk)
    return (desk.page(),)


def sketch_other(seed: int, types: Mapping[str, RecordType] | None = None) -> tuple[Page, ...]:
    """A paper of none of the types (the project's unless given): another office paper, a paper of daily life,
    or a foreign one."""
    known = load_record_types() if types is None else types
    chance = Random(f"other:{seed}")  # noqa: S311
    desk = _Desk(chance)
    kind = chance.random()
    if kind < 0.6:
        titles = tuple(title for each in known.values() for title in each.titles)
        _other_office_paper(desk, _titles_of_no_type(titles))
    else:
        lines = list(chance.choice(LIFE_TEXTS if kind < 0.82 else FOREIGN_TEXTS))
        head, body = lines[0], lines[1:]
        chance.shuffle(body)
        desk.put(head.upper() if chance.random() < 0.6 else head, down=2)
        for line in body * chance.randint(1, 2):
            desk.wrap(line)
    return (desk.page(),)


def _motto(desk: _Desk) -> None:
    desk.put("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    desk.put("Độc lập - Tự do - Hạnh phúc", down=2)


def _letterhead(desk: _Desk, symbol: str) -> None:
    chance = desk.chance
    agency = chance.choice(AGENCIES)
    top = desk.y
    desk.put(agency.upper(), at=0.1)
    below = desk.y
    desk.y = top
    desk.put("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", at=0.5)
    desk.y = below
    desk.put("Độc lập - Tự do - Hạnh phúc", at=0.55, down=1.6)
    number = str(chance.randint(1, 4200)) if chance.random() < 0.8 else ""
    row = desk.y
    if symbol:
        desk.put(f"Số: {number} {symbol}" if chance.random() < 0.4 else f"Số: {number}{symbol}", at=0.1)
    desk.y = row
    place = agency.split()[-1]
    desk.put(
        f"{place}, ngày {chance.randint(10, 28)} tháng {chance.randint(3, 12)} năm 202{chance.randint(0, 6)}",
        at=0.55,
    )
    desk.y += _LINE_HEIGHT


def _symbol(record_type: RecordType, chance: Random) -> str:
    unit = chance.choice(_UNIT_SYMBOLS)
    if record_type.number_marks:
        return f"/202{chance.randint(0, 6)}{record_type.number_marks[0]}"
    if record_type.doc_abbreviation:
        return f"/{record_type.doc_abbreviation}-{unit}"
    return f"/{unit}-{chance.choice(_UNIT_SYMBOLS)}" if not record_type.title_is_printed else ""


def _title(desk: _Desk, record_type: RecordType) -> None:
    chance = desk.chance
    subject = chance.choice(SUBJECTS)
    if not record_type.title_is_printed:
        desk.put(f"V/v {subject[:40]}", at=0.1, down=2)
        desk.put(f"Kính gửi: {chance.choice(AGENCIES)}")
        return
    title = record_type.title if chance.random() < 0.8 else chance.choice(record_type.titles)
    capitals, about = _parted(title)
    _broken(desk, capitals)
    if about:
        desk.put(f"{about} {chance.choice(('', 'cho ông Nguyễn Văn An', 'tại xã Tiên Du'))}", down=1.5)
    elif record_type.doc_abbreviation and chance.random() < 0.9:
        desk.put(f"Về việc {subject}", down=1.5)


def _parted(title: str) -> tuple[str, str]:
    """The kind of document in capitals, and the subject in small letters that stands below it."""
    words = title.split()
    count = next((at for at, word in enumerate(words) if word != word.upper()), len(words))
    return (" ".join(words[:count]), " ".join(words[count:])) if count else (title, "")


def _broken(desk: _Desk, title: str) -> None:
    """A title on one to three lines, as it happens to fit."""
    words = title.split()
    lines = min(len(words), desk.chance.randint(1, 3) if len(title) > 32 else 1)
    size = -(-len(words) // lines)
    for start in range(0, len(words), size):
        desk.put(" ".join(words[start : start + size]), down=1.2)


def _form(desk: _Desk, record_type: RecordType) -> None:
    chance = desk.chance
    is_prose = record_type.layout is Layout.ND30_ADMIN and len(record_type.anchors) < 12
    printed = list(record_type.anchors) if chance.random() < 0.5 else _labels(record_type)
    values = [rule.example or "" for rule in record_type.fields]
    for words in printed:
        if chance.random() < 0.12:
            continue
        value = chance.choice(values) if chance.random() < 0.5 else chance.choice(AGENCIES)
        desk.wrap(f"{words}: {value}" if chance.random() < 0.8 else words)
        if is_prose and chance.random() < 0.7:
            desk.wrap(f"{chance.choice(CLAUSES)} {chance.choice(SUBJECTS)}.")
    for _ in range(chance.randint(3, 12) if is_prose else chance.randint(0, 2)):
        desk.wrap(f"{chance.choice(CLAUSES)} {chance.choice(SUBJECTS)}.")


def _labels(record_type: RecordType) -> list[str]:
    printed: Iterable[str] = (
        f"{rule.mark or ''} {rule.labels[0]}".strip()
        for rule in record_type.fields
        if rule.labels and rule.type is not FieldType.QR and rule.where is not Where.NUMBER_LINE
    )
    return list(printed)


def _closing(desk: _Desk) -> None:
    if desk.chance.random() < 0.6:
        desk.put("Nơi nhận:", at=0.1)
        desk.put("- Như trên;", at=0.1)
    desk.put(
        desk.chance.choice(("CHỦ TỊCH", "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "GIÁM ĐỐC", "TRƯỞNG PHÒNG")),
        at=0.6,
    )


@lru_cache(maxsize=2)
def _titles_of_no_type(known_titles: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The titles that no type's title begins or is nearly the same as."""
    known = [fold_words(title) for title in known_titles]
    return tuple(
        (title, abbreviation)
        for title, abbreviation in OTHER_TITLES
        if not any(
            f"{fold_words(title)} ".startswith(f"{each} ") or fuzz.ratio(fold_words(title), each) > 80
            for each in known
        )
    )


def _other_office_paper(desk: _Desk, titles: Sequence[tuple[str, str]]) -> None:
    """A paper of an office whose type the catalogue does not have, with labels that many papers share."""
    chance = desk.chance
    title, abbreviation = chance.choice(titles)
    if abbreviation or chance.random() < 0.5:
        _letterhead(desk, f"/{abbreviation}-{chance.choice(_UNIT_SYMBOLS)}" if abbreviation else "")
    elif chance.random() < 0.8:
        _motto(desk)
    if chance.random() < 0.9:
        _broken(desk, title.upper())
    for _ in range(chance.randint(4, 18)):
        if chance.random() < 0.6:
            desk.wrap(f"{chance.choice(OTHER_LABELS)}: {chance.choice(AGENCIES)}")
        else:
            desk.wrap(f"{chance.choice(CLAUSES)} {chance.choice(SUBJECTS)}.")
    _closing(desk)
