"""Measures the line reader against Tesseract: `python -m training.evaluate --out figures.json`.

Two kinds of lines that training never saw: lines drawn in faces it knows and in the two it does not, at each
level of wear; and lines cut out of whole drawn papers of held-out seeds.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from classifiers.specimens import drawable_codes
from classifiers.specimens.variants import HELD_OUT_FROM
from pipeline.line_reader import LineReading, ReadWord, read_lines
from pipeline.ocr import RecognitionOptions, get_engine
from training.drawing import draw_line, look_of
from training.faces import TIMES_LIKE, UNSEEN, find_faces
from training.paper_lines import known_lines
from training.wearing import LEVELS, wear_line
from training.wording import Wording, without_marks

KNOWN = (*TIMES_LIKE[:1], "Arimo", "Gentium Plus", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Known:
    """A picture and what it says."""

    group: str
    picture: NDArray[np.uint8]
    text: str


def drawn(fonts: Sequence[Path], count: int, seed: int) -> Iterator[Known]:
    """`count` lines for each level and each kind of face."""
    faces, wording, chance = find_faces(fonts), Wording(40), Random(seed)
    for kind, names in (("known faces", KNOWN), *((f"unseen {name}", (name,)) for name in UNSEEN)):
        for level in LEVELS:
            for index in range(count):
                text = wording.line(chance, chance.randrange(8, 60))
                clean = draw_line(text, look_of(faces[names[index % len(names)]], chance), chance)
                yield Known(f"{kind}, {level}", wear_line(clean, level, chance), text)


def from_papers(pages: int, seed: int) -> Iterator[Known]:
    """Lines of `pages` drawn papers of held-out seeds at each level."""
    codes = drawable_codes()
    for level in LEVELS:
        for index in range(pages):
            code = codes[(index * 11 + seed) % len(codes)]
            for picture, text in known_lines(code, HELD_OUT_FROM + seed + index, level):
                yield Known(f"papers, {level}", picture, text)


def errors(lines: Sequence[Known], readings: Sequence[LineReading]) -> dict[str, float]:
    """Shares of signs, of letters without marks, and of words that are wrong."""
    signs = wrong = bare = words = wrong_words = 0
    for line, reading in zip(lines, readings, strict=True):
        signs += len(line.text)
        wrong += Levenshtein.distance(line.text, reading.text)
        bare += Levenshtein.distance(without_marks(line.text), without_marks(reading.text))
        words += len(line.text.split())
        wrong_words += Levenshtein.distance(line.text.split(), reading.text.split())
    return {
        "lines": len(lines),
        "signs": signs,
        "character_error": round(wrong / max(signs, 1), 5),
        "without_marks": round(bare / max(signs, 1), 5),
        "word_error": round(wrong_words / max(words, 1), 5),
    }


def calibration(lines: Sequence[Known], readings: Sequence[LineReading]) -> list[dict[str, float]]:
    """For each tenth of confidence, how many words were read and which share of them was right."""
    seen: list[tuple[float, bool]] = []
    for line, reading in zip(lines, readings, strict=True):
        right = _right_words(line.text.split(), [word.text for word in reading.words])
        seen += [(word.confidence, index in right) for index, word in enumerate(reading.words)]
    table = []
    for low in np.arange(0, 1, 0.1):
        inside = [(sure, right) for sure, right in seen if low <= sure < low + 0.1 + (low > 0.89)]
        if inside:
            confidence, share = np.mean(np.array(inside, float), axis=0)
            table.append({"words": len(inside), "confidence": round(confidence, 3), "right": round(share, 3)})
    return table


def _right_words(truth: Sequence[str], read: Sequence[str]) -> set[int]:
    """Indices of the words read that stand in the truth, in order."""
    return {
        index
        for block in Levenshtein.opcodes(truth, read)
        if block.tag == "equal"
        for index in range(block.dest_start, block.dest_end)
    }


def tesseract(pictures: Sequence[NDArray[np.uint8]]) -> list[LineReading]:
    """The same by Tesseract, each picture as a single line."""
    engine, options = get_engine("tesserocr"), RecognitionOptions(is_one_line=True)
    readings = []
    for picture in pictures:
        words = engine.recognise(picture, dpi=260, options=options)
        readings.append(
            LineReading(
                " ".join(word.text for word in words),
                min((word.confidence for word in words), default=0.0),
                tuple(ReadWord(word.text, word.confidence, word.box.x0, word.box.x1) for word in words),
            )
        )
    return readings


def measured(
    read: Callable[[Sequence[NDArray[np.uint8]]], list[LineReading]], lines: Sequence[Known]
) -> dict[str, object]:
    """Errors by group, calibration over all, CPU milliseconds a line."""
    read([lines[0].picture])
    start = time.process_time()
    readings = read([line.picture for line in lines])
    spent = time.process_time() - start
    groups = dict.fromkeys(line.group for line in lines)
    figures: dict[str, object] = {"cpu_ms_a_line": round(spent * 1000 / len(lines), 2)}
    for group in groups:
        chosen = [index for index, line in enumerate(lines) if line.group == group]
        figures[group] = errors([lines[index] for index in chosen], [readings[index] for index in chosen])
    figures["calibration"] = calibration(lines, readings)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, nargs="+", default=[Path("/usr/share/fonts")])
    parser.add_argument("--lines", type=int, default=60, help="drawn lines for each level and kind of face")
    parser.add_argument("--pages", type=int, default=2, help="drawn papers for each level")
    parser.add_argument("--seed", type=int, default=500)
    parser.add_argument("--without-tesseract", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    lines = [
        *drawn(options.fonts, options.lines, options.seed),
        *from_papers(options.pages, options.seed),
    ]
    peers: dict[str, Callable[[Sequence[NDArray[np.uint8]]], list[LineReading]]] = {"ours": read_lines}
    if not options.without_tesseract:
        peers["tesseract"] = tesseract
    figures = {name: measured(read, lines) for name, read in peers.items()}
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1, ensure_ascii=False))
    for name, found in figures.items():
        print(name, found["cpu_ms_a_line"], "ms CPU a line")
        for group, figure in found.items():
            print("  ", group, figure)


if __name__ == "__main__":
    main()
