"""The parts of a paper, such as child, mother and father: the same label means another field in each."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.extraction.folding import Match, ended_at_colon, fold
from classifiers.extraction.labels import FoldedLine
from classifiers.record_type import Section
from records import Word

Place = tuple[int, int]
"""Flow line and word."""
SHORT = 5
"""Folded letters of an opening up to which it must be exact and open its line."""
LOOSE = 12
"""Openings of fewer folded letters must begin where a word does, and be read better."""
END: Place = (1 << 30, 0)


def find_sections(lines: Sequence[FoldedLine], sections: Sequence[Section]) -> dict[str, tuple[Place, Place]]:
    """Where each section begins and where the next one does; a section that was not found is left out.

    Sections follow each other as the type lists them, but one out of order is found too, as on marriage
    papers that name the husband first.
    """
    starts: dict[str, Place] = {}
    after: Place = (0, 0)
    for section in sections:
        place = _start(lines, section, after) or _start(lines, section, (0, 0))
        if place is not None and place not in starts.values():
            starts[section.name] = place
            after = max(after, place)
    ordered = sorted(starts.items(), key=lambda item: item[1])
    ends = [*(place for _, place in ordered[1:]), END]
    return {name: (place, end) for (name, place), end in zip(ordered, ends, strict=False)}


def _start(lines: Sequence[FoldedLine], section: Section, after: Place) -> Place | None:
    """The first place at or behind `after` where one of the section's openings stands well."""
    best: tuple[float, Place] | None = None
    for index in range(after[0], len(lines)):
        words = lines[index].alone.words
        for opening in section.starts_at:
            # All but short openings may be set over two lines.
            folded = lines[index].with_below if len(opening.split()) > 2 else lines[index].alone
            reach = folded.words
            # "cầu: ĐOÀN" is 0.86 alike to "cam đoan".
            at_least = _least(opening)
            match = folded.find(opening, at_least=at_least)
            match = ended_at_colon(reach, match, opening, at_least=0.82) if match is not None else None
            if match is None or match.first >= len(words) or (index, match.first) < after:
                continue
            if len(fold(opening)) <= SHORT and match.first > 1:
                continue  # "nêu tại Điều 1 của Hợp đồng này" begins no article
            is_torn = match.first_letter > 0 and len(fold(opening)) < LOOSE
            if match.score < 1.0 and (is_torn or _is_numbered_otherwise(opening, words, match.first)):
                continue
            score = (
                match.score + (0.1 if match.first <= 1 else 0.0) + (0.03 if _has_colon(reach, match) else 0.0)
            )
            if opening[:1].isupper() and words[match.first].text[:1].islower():
                score -= 0.1  # the same words inside a sentence
            if best is None or score > best[0] + 0.04:
                best = score, (index, match.first)
    return best[1] if best else None


def _is_numbered_otherwise(opening: str, words: Sequence[Word], first: int) -> bool:
    """Whether another number stands before the words: heading `1.` is not heading `4.`, however alike."""
    number = opening.split(maxsplit=1)[0].strip(".)")
    printed = [word.text.strip(".)") for word in words[max(0, first - 1) : first + 1]]
    return number.isdigit() and number not in printed and any(map(str.isdigit, printed))


def _least(opening: str) -> float:
    """The likeness from which words are the opening of a section."""
    letters = len(fold(opening))
    return 0.82 if letters >= LOOSE else 0.88 if letters > SHORT else 1.0


def _has_colon(words: Sequence[Word], match: Match) -> bool:
    rest = words[match.last].text[match.end_letter :]
    following = words[match.last + 1].text if match.last + 1 < len(words) else ""
    return ":" in rest or (not rest and following.startswith(":"))
