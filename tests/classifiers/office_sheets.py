"""Sets invented administrative papers, described in `office_papers/*.yaml`, as pages of words.

A paper is told as a clerk sees it: lines of the head left and right, title, subject, paragraphs, recipients,
signature. Sizes and margins are those of Decree 30/2020/NĐ-CP, Appendix I; the words come with their boxes,
read faultlessly unless a paper says which words a hand wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from classifiers.specimens.drawing import perfect_pages
from classifiers.specimens.sheet import Specimen, Type
from classifiers.specimens.typesetting import Galley, bold, italic
from records import Page

FOLDER = Path(__file__).parent / "office_papers"
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
BODY = (
    "Thực hiện nhiệm vụ được giao trong chương trình công tác năm, sau khi xem xét đề nghị của các đơn vị, "
    "cơ quan có ý kiến như sau:",
    "1. Các đơn vị, cá nhân có liên quan rà soát phần việc của mình, tổ chức thực hiện đúng thời hạn đã "
    "giao và chịu trách nhiệm về kết quả thực hiện.",
    "2. Trong quá trình thực hiện nếu có khó khăn, vướng mắc thì kịp thời phản ánh để được xem xét, giải "
    "quyết theo quy định./.",
)


@dataclass(frozen=True)
class OfficePaper:
    """One invented paper and what must be read from it."""

    name: str
    left: Sequence[str]
    """Lines of the agency."""
    number: str = ""
    """The number's whole line; `…` stands for a gap that was left blank."""
    dated: str = ""
    """The whole line of place and date."""
    right: Sequence[str] = NATION
    under: Sequence[str] = ()
    """Lines below the number, such as a letter's subject."""
    title: Sequence[str] = ()
    about: Sequence[str] = ()
    """Lines of the subject under the title."""
    decider: Sequence[str] = ()
    """Lines in capitals below the subject: who decides."""
    to: Sequence[str] = ()
    """Kính gửi: one, or a list of several."""
    body: Sequence[str] = BODY
    copies: Sequence[str] = ("- Như trên;", "- Lưu: VT.")
    copies_title: str = "Nơi nhận:"
    signed: Sequence[Sequence[str]] = ()
    """Blocks from left to right, each of lines; an empty line leaves room for signature and seal."""
    stamps: Sequence[Sequence[Any]] = ()
    """`[x, baseline, text]` in mm: stamps and marks that stand anywhere on the first page."""
    breaks_before_signature: bool = False
    annex: Mapping[str, Any] | None = None
    """A second paper behind it, described like a paper."""
    left_width: float = 68.0
    """mm"""
    centred_motto: bool = False
    """Whether the motto stands in the middle, as on minutes and petitions without an agency."""
    number_align: str = "centre"
    number_drop: float = 0.0
    """mm by which the number's line stands below that of the date; negative above."""
    size: float = 13.0
    leading: float = 1.2
    family: str = "serif"
    type: str | None = None
    """Code of the record type that must be named; none stands for "không rõ"."""
    or_unknown: bool = False
    """Whether "không rõ" is as good."""
    says: Mapping[str, str] = field(default_factory=dict)
    """Field to its value; an empty one must not be found."""


def load_papers() -> list[OfficePaper]:
    """All papers of the folder, in the order of files and of lines."""
    papers = []
    for file in sorted(FOLDER.glob("*.yaml")):
        papers += [OfficePaper(**each) for each in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return papers


def set_pages(paper: OfficePaper) -> tuple[Page, ...]:
    """The paper's pages, words exact."""
    base = Type(size=paper.size + 0.5, family=paper.family)
    galley = Galley(base=base, margins=(20.0, 18.0, 20.0, 30.0), leading=paper.leading)
    _set(galley, paper)
    if paper.annex is not None:
        galley.new_page()
        _set(galley, OfficePaper(**{"name": "annex", "copies": (), "copies_title": "", **paper.annex}))
    return perfect_pages(Specimen("office_paper", 0, galley.sheets()))


def _set(galley: Galley, paper: OfficePaper) -> None:
    for x, baseline, text in paper.stamps:
        galley.place(text, x, baseline, replace(galley.base, size=11.0))
        galley.next_block()
    if paper.centred_motto:
        for line in paper.right:
            galley.text(bold(line), align="centre")
        galley.skip(8.0)
    elif paper.left or paper.right:
        _set_head(galley, paper)
    _set_title(galley, paper)
    _set_addressees(galley, paper)
    for paragraph in paper.body:
        galley.text(paragraph, align="justify", first=12.7, after=2.1)
    if paper.breaks_before_signature:
        galley.new_page()
    _set_closing(galley, paper)


def _set_head(galley: Galley, paper: OfficePaper) -> None:
    look, full, top = replace(galley.base, size=paper.size), galley.column, galley.y
    x_right = full.x + full.width - 96.0 + 4.0
    with galley.within(full.x - 8.0, paper.left_width, y=top):
        for line in paper.left:
            galley.text(bold(line), align="centre", look=look, fits=True)
        end_left = galley.y
    with galley.within(x_right, 96.0, y=top):
        for line in paper.right:
            galley.text(bold(line), align="centre", look=look, fits=True)
        below = max(galley.y, end_left) + 3.0
    with galley.within(full.x - 8.0, paper.left_width, y=below + paper.number_drop):
        if paper.number:
            shown = paper.number.replace("…", "\u2003\u2003")
            galley.text(shown, align=paper.number_align, look=look)
        for line in paper.under:
            galley.text(line, align="centre", look=replace(look, size=12.0))
        end_left = galley.y
    with galley.within(x_right, 96.0, y=below):
        if paper.dated:
            galley.text(italic(paper.dated), align="centre", look=look)
        below = max(galley.y, end_left)
    galley.y = below + 5.0
    galley.next_block()


def _set_title(galley: Galley, paper: OfficePaper) -> None:
    look = replace(galley.base, size=14.0)
    for line in (*paper.title, *paper.about):
        galley.text(bold(line), align="centre", look=look)
    if paper.title:
        galley.skip(5.0)
        galley.next_block()
    for line in paper.decider:
        galley.text(bold(line), align="centre", look=look)
    galley.skip(3.0 if paper.decider else 0.0)


def _set_addressees(galley: Galley, paper: OfficePaper) -> None:
    if len(paper.to) == 1:
        galley.text(f"Kính gửi: {paper.to[0]}", align="centre", after=4.0)
    elif paper.to:
        galley.text("Kính gửi:", first=32.0)
        with galley.within(galley.column.x + 46.0, galley.column.width - 46.0):
            for line in paper.to:
                galley.text(line)
        galley.skip(4.0)
    galley.next_block()


def _set_closing(galley: Galley, paper: OfficePaper) -> None:
    if not paper.signed and not paper.copies:
        return
    galley.need(62.0)
    galley.skip(4.0)
    top, full = galley.y, galley.column
    end = top
    if paper.copies:
        with galley.within(full.x, 74.0, y=top):
            if paper.copies_title:
                galley.text(bold(paper.copies_title), look=replace(galley.base, size=12.0))
            for line in paper.copies:
                galley.text(line, look=replace(galley.base, size=11.0))
            end = galley.y
    count = len(paper.signed)
    width = 84.0 if count == 1 else full.width / max(count, 1)
    start = galley.y if count > 1 and paper.copies else top
    for at, lines in enumerate(paper.signed):
        x = full.x + full.width - width if count == 1 else full.x + at * width
        with galley.within(x, width, y=start if count > 1 else top):
            for line in lines:
                if line:
                    galley.text(bold(line), align="centre", look=galley.base, fits=True)
                else:
                    galley.skip(26.0)
            end = max(end, galley.y)
    galley.y = end + 4.0
