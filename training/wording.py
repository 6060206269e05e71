"""What the drawn lines say: words of office papers, syllables at random, numbers, dates, codes, names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from random import Random

from classifiers.specimens import compose, drawable_codes
from pipeline.line_reader.alphabet import NUMBER_OF
from training.syllables import every_syllable

FOREIGN = (  # noqa: SIM905 - as a word list it can be read
    "Company Limited Samsung Electronics Co., Ltd. Johnson William Francisco Elizabeth Schmidt Microsoft "
    "Office Windows email website Internet Zalo Facebook https://dichvucong.gov.vn www.chinhphu.vn Singapore "
    "Malaysia Washington Paris Jean-Pierre Zhang Wei Kim Park Nguyen Tran Van Thi Hanoi Viet Nam Joint Stock "
    "Bank Vietcombank BIDV Agribank pH ISO TCVN QCVN ODA FDI GDP WTO Covid-19 vaccine wifi file PDF Excel "
    "Word kWh km kg cm mm ha VNĐ USD EUR H'Lem Y'Blô Ksor Kpă Rơ Châm Krông Pắc Ea Hleo Đắk Nông Pleiku "
    "Kon Tum"
).split()
ENDINGS = (
    ",",
    ",",
    ",",
    ",",
    ".",
    ".",
    ".",
    ";",
    ";",
    ":",
    ":",
    "./.",
    "...",
    ":.",
    ":.",
    "..",
    "..",
    ";.",
    "",
)
"""Two stops beside each other are rare on papers; a reader that never saw them takes them for one."""
BRACKETS = ("()", "()", "()", "“”", '""', "[]", "«»", "‘’")
BULLETS = ("-", "-", "-", "+", "•", "*", "–", "1.", "2)", "a)", "b)", "đ)", "I.", "III.", "1.2.", "§")
UNITS = ("m²", "m", "đồng", "%", "ha", "kg", "VNĐ", "đ", "km", "người", "hộ", "m³", "°C", "tr.đ", "triệu")
AGENCIES = ("UBND", "HĐND", "BTP", "BNV", "TTg", "CP", "QH15", "SNV", "VP", "BTC", "STNMT", "ĐU", "CAX")
KINDS = ("QĐ", "TB", "BC", "KH", "TTr", "NQ", "CT", "CV", "GM", "NĐ", "TT", "TTLT", "BB", "GCN", "HD", "TLKT")


class Wording:
    """Draws the text of one line after another."""

    def __init__(self, papers: int = 400) -> None:
        """Composes `papers` drawn papers for their wording."""
        codes = drawable_codes()
        lines: dict[str, None] = {}
        for index in range(papers):
            for line in re.split(r"[\n\f]", compose(codes[index % len(codes)], 10_000 + index).text):
                lines.setdefault(line)
        self.lines: Sequence[str] = [line for line in lines if readable(line) == line and line]
        self.words: Sequence[str] = sorted({word for line in self.lines for word in line.split()})
        self.syllables: Sequence[str] = every_syllable()
        sisters: dict[str, list[str]] = {}
        for syllable in self.syllables:
            sisters.setdefault(without_marks(syllable), []).append(syllable)
        self.sisters: Sequence[Sequence[str]] = [group for group in sisters.values() if len(group) > 2]

    def line(self, chance: Random, longest: int) -> str:
        """Text of at most `longest` signs, as it may stand on one line."""
        kind = chance.random()
        if kind < 0.3:
            text = chance.choice(self.lines)
        elif kind < 0.38:
            text = self._sisters(chance, chance.randrange(2, 3 + longest // 5))
        elif kind < 0.74:
            text = self._mixed(chance, chance.randrange(2, 3 + longest // 5))
        elif kind < 0.86:
            text = self._name(chance)
        else:
            text = " ".join(self._figures(chance) for _ in range(chance.randrange(1, 4)))
        if chance.random() < 0.06:
            text = f"{chance.choice(BULLETS)} {text}"
        if chance.random() < 0.06:
            text += chance.choice(ENDINGS)
        case = chance.random()
        if case < 0.13:
            text = text.upper()
        elif case < 0.16:
            text = text.title()
        return _cut(readable(text), longest, chance)

    def _mixed(self, chance: Random, count: int) -> str:
        words = []
        share = chance.choice((0.1, 0.5, 0.9))
        for _ in range(count):
            draw = chance.random()
            if draw < 0.06:
                word = self._figures(chance)
            elif draw < 0.09:
                word = chance.choice(FOREIGN)
            elif draw < 0.1:
                word = "".join(chance.choice(ALL_SIGNS) for _ in range(chance.randrange(1, 7)))
            elif chance.random() < share:
                word = chance.choice(self.syllables)
            else:
                word = chance.choice(self.words)
            if chance.random() < 0.1:
                word = word.capitalize()
            if chance.random() < 0.03:
                word = word.upper()
            if chance.random() < 0.13:
                word += chance.choice(ENDINGS)
            words.append(word)
        if chance.random() < 0.12 and len(words) > 1:
            pair = chance.choice(BRACKETS)
            first = chance.randrange(len(words))
            last = chance.randrange(first, len(words))
            words[first] = pair[0] + words[first]
            words[last] += pair[1]
        joint = chance.random()
        if joint < 0.05 and len(words) > 2:
            place = chance.randrange(1, len(words))
            words.insert(place, chance.choice(("-", "–", "/", "=", "+", "x", "×", "&", "…")))
        return " ".join(words)

    def _sisters(self, chance: Random, count: int) -> str:
        """Syllables that differ in their marks alone, as `tô tổ tộ to tơ`: only the mark tells them."""
        groups = [chance.choice(self.sisters) for _ in range(1 + count // 5)]
        words = [chance.choice(chance.choice(groups)) for _ in range(count)]
        return " ".join(word.capitalize() if chance.random() < 0.1 else word for word in words)

    def _name(self, chance: Random) -> str:
        parts = [chance.choice(self.syllables).capitalize() for _ in range(chance.randrange(2, 6))]
        return " ".join(parts)

    def _figures(self, chance: Random) -> str:  # noqa: PLR0911 - one line a kind of number
        draw = chance.randrange(12)
        day, month, year = chance.randrange(1, 32), chance.randrange(1, 13), chance.randrange(1945, 2031)
        if draw == 0:
            return f"{day:02d}/{month:02d}/{year}"
        if draw == 1:
            return f"ngày {day:02d} tháng {month} năm {year}"
        if draw == 2:
            number = chance.choice((chance.randrange(1, 100), chance.randrange(1, 9000)))
            between = chance.choice(("/", f"/{year}/"))
            return f"{number:02d}{between}{chance.choice(KINDS)}-{chance.choice(AGENCIES)}"
        if draw == 3:
            return f"{chance.randrange(1, 10 ** chance.randrange(2, 11)):,}".replace(",", ".")
        if draw == 4:
            return f"{chance.randrange(10**8, 10**12):012d}"
        if draw == 5:
            return f"{chance.uniform(0, 2000):.{chance.randrange(1, 3)}f}".replace(".", ",")
        if draw == 6:
            return f"0{chance.randrange(10**8, 10**9)}"
        if draw == 7:
            letters = "".join(chance.choice("ABCDEGHKLMNPQRSTUVXYĐ") for _ in range(2))
            return f"{letters} {chance.randrange(10**5, 10**6):06d}"
        if draw == 8:
            return f"{chance.randrange(1, 3000)} {chance.choice(UNITS)}"
        if draw == 9:
            return f"{chance.randrange(0, 24)}h{chance.randrange(0, 60):02d}"
        if draw == 10:
            return f"({chance.randrange(1, 60)})"
        return str(chance.randrange(0, 10 ** chance.randrange(1, 7)))


ALL_SIGNS = tuple(sign for sign in NUMBER_OF if sign not in " ")


def without_marks(text: str) -> str:
    """Letters alone: `Độc lập` as `Doc lap`."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def readable(text: str) -> str:
    """The text with signs that the reader does not know left out and spaces made single."""
    return " ".join("".join(sign if sign in NUMBER_OF else " " for sign in text).split())


def _cut(text: str, longest: int, chance: Random) -> str:
    """A run of whole words of the text that is no longer than asked; a long word is cut."""
    if len(text) <= longest:
        return text
    words = text.split()
    first = chance.randrange(len(words))
    kept = words[first][:longest]
    for word in words[first + 1 :]:
        if len(kept) + 1 + len(word) > longest:
            break
        kept += " " + word
    return kept
