"""Turns a sideways or upside-down page upright, from the shape of its lines; a trial reading only in doubt.

Lines of text make a sharp row profile only when they run level: at least 2.5 times sharper than across on
200 drawn pages of all kinds. Which end is up is voted on by the pieces of the lines (`pipeline.upright`). One
page in fifty leaves a doubt; then three pieces of lines are read both ways, not the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np

from pipeline.enhance import EnhanceOptions
from pipeline.homography import as_homography, compose, for_pixel_centres, moving, quarter_turn, scaling
from pipeline.ink import Picture, rough_slope_of, slope_of, turned
from pipeline.sheet import Sheet
from pipeline.upright import LinePiece, Lines, lines_of, upright_evidence

SURE_DIRECTION = 2.0
"""How many times sharper one direction's profile must be to be believed without a trial reading."""
SURE_UPRIGHT = 0.3
"""Evidence from which a page is believed to stand on its feet: of 290 drawn pages it was always right."""
FEWEST_LETTERS = 10
"""A page with fewer letters is left as it came: there is nothing to judge by."""
ENOUGH_TO_READ = 25
"""Letters below which nothing is read on trial: a doubtful page is then left as it came."""
PIECES_READ = 3
"""Pieces of lines that are read on trial."""
WIDEST_READ = 30.0
"""Letter heights of a piece that are read at most; what a piece costs goes with its width."""
LETTER_READ = 24.0
"""Pixels to which the letters of a trial reading are brought."""
READS_WELL = 0.75
"""Readability at which a piece settles the matter and no more is tried."""
READS = 0.4
"""Readability below which nothing was read."""
BETTER = 0.1
"""How much better than the page as it came a turned one must read."""


class TurnUpright:
    """Turns the page by 0, 90, 180 or 270 degrees."""

    name = "turn_upright"
    order = 20

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:
        if options.rotation is not None:
            return sheet.turned_upright(options.rotation // 90)
        sheet, look = sheet.looked_at()
        if look.letter_count < FEWEST_LETTERS:
            return replace(sheet, is_upright_sure=False)
        level, across = rough_slope_of(look.letters), rough_slope_of(turned(look.letters, 1))
        quarters = int(across.strength > level.strength)
        rough = (level, across)[quarters]
        letters = turned(look.letters, quarters)
        slope = slope_of(letters, near=rough.degrees, finest=0.1).degrees
        lines = lines_of(letters, slope)
        evidence = upright_evidence(lines)
        likely = quarters + (2 if evidence < 0 else 0)
        sharper, duller = sorted((level.strength, across.strength), reverse=True)
        is_direction_sure = sharper >= SURE_DIRECTION * duller
        if is_direction_sure and abs(evidence) >= SURE_UPRIGHT:
            return replace(sheet.turned_upright(likely), slope=slope)
        if options.readability is None or look.letter_count < ENOUGH_TO_READ:
            # Without a trial reading nothing is turned on a mere guess.
            is_likely = is_direction_sure and look.letter_count >= ENOUGH_TO_READ
            turn = quarters if is_likely else 0
            return replace(sheet.turned_upright(turn), is_upright_sure=False)
        tried = [(likely, lines)]
        if not is_direction_sure:
            other = turned(look.letters, 1 - quarters)
            tried.append((1 - quarters, lines_of(other, (level, across)[1 - quarters].degrees)))
        return _as_it_reads(sheet, tried, options.readability)


def _as_it_reads(
    sheet: Sheet, tried: list[tuple[int, Lines]], readability: Callable[[Picture], float]
) -> Sheet:
    """The sheet turned as its lines read best; as it came when they read in no way."""
    scores: dict[int, float] = {}
    for turn, lines in tried:
        # The lines were found with the page turned by 0 or 1; on their head they read for two more.
        upside_down = turn >= 2
        for piece in _telling(lines):
            strip = line_strip(sheet.grey, lines, piece, quarters=turn % 2)
            for flipped in (upside_down, not upside_down):
                way = turn % 2 + (2 if flipped else 0)
                read = readability(turned(strip, 2) if flipped else strip)
                scores[way] = max(scores.get(way, 0.0), read)
                if read >= READS_WELL:
                    return sheet.turned_upright(way)
    if not scores:
        return replace(sheet, is_upright_sure=False)
    best = max(scores, key=lambda way: scores[way])
    if scores[best] < READS or (best and scores[best] < scores.get(0, 0.0) + BETTER):
        return replace(sheet, is_upright_sure=False)
    return sheet.turned_upright(best)


def _telling(lines: Lines) -> Iterator[LinePiece]:
    """The pieces most worth reading: long ones as tall as a line of letters with its marks."""
    wide_enough = [piece for piece in lines.pieces if piece.width >= 6 * lines.letter_height]
    likely = [piece for piece in wide_enough if piece.height <= 2.2 * lines.letter_height]
    yield from (likely or wide_enough or list(lines.pieces))[:PIECES_READ]


def line_strip(grey: Picture, lines: Lines, piece: LinePiece, *, quarters: int) -> Picture:
    """A piece of a line cut level out of the whole picture; its lines run level when turned by `quarters`."""
    rows, columns = grey.shape
    height, width = (rows, columns) if quarters % 2 == 0 else (columns, rows)
    shown_height, shown_width = lines.view_size
    to_view = compose(
        scaling(shown_width / width, shown_height / height), quarter_turn(quarters, columns, rows)
    )
    pad = 0.7 * lines.letter_height
    to_piece = compose(moving(pad - piece.x, pad - piece.y), as_homography(lines.to_level))
    factor = LETTER_READ / lines.letter_height
    way = for_pixel_centres(compose(scaling(factor, factor), compose(to_piece, to_view)))
    reach = min(float(piece.width), WIDEST_READ * lines.letter_height)
    size = round((reach + 2 * pad) * factor), round((piece.height + 2 * pad) * factor)
    strip = cv2.warpAffine(
        grey, way[:2], size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return strip.astype(np.uint8, copy=False)


step = TurnUpright()
