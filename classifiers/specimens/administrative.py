"""What administrative papers of Decree 30/2020 have in common: opening, matter, sections, closing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from classifiers.specimens import prose
from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.offices import Office, draw_office
from classifiers.specimens.sheet import PrintedWord
from classifiers.specimens.typesetting import Span, bold, value
from classifiers.specimens.wording import sentence


@dataclass(frozen=True, slots=True)
class Opened:
    """A paper whose letterhead, number, date and title are set."""

    office: Office
    matter: prose.Matter
    about: str
    """The matter with its blanks filled in, without `Về việc`."""


def open_paper(
    draft: Draft, heading: str, abbreviation: str, *, office: Office | None = None, lead: str = "Về việc "
) -> Opened:
    """Sets letterhead, number, place, date, title and subject; `lead` begins the subject."""
    chance, galley = draft.chance, admin.open_galley(draft)
    issuer = office or draw_office(chance, draft.unit)
    matter = chance.choice(prose.MATTERS)
    number = f"{prose.draw_number(chance)}/{abbreviation}-{issuer.abbreviation}"
    admin.letterhead(draft, issuer, number=[value("doc_number", number)])
    about = prose.filled(matter.noun, chance, draft.issued, issuer)
    admin.title(galley, heading, f"{lead}{about}" if lead else sentence(about))
    return Opened(issuer, matter, about)


def opening(draft: Draft, paper: Opened) -> None:
    """A paragraph that says why."""
    text = prose.filled(draft.chance.choice(prose.OPENINGS), draft.chance, draft.issued, paper.office)
    admin.paragraph(draft.galley, text)


def bases(draft: Draft, paper: Opened, *, field: str = "legal_bases") -> None:
    """`Căn cứ` lines in italics."""
    for index, base in enumerate(prose.legal_bases(draft.chance, paper.matter, draft.issued)):
        admin.paragraph(draft.galley, Span(base, f"{field}#{index}", italic=True), after=1.2)


def tasks(draft: Draft, paper: Opened) -> list[str]:
    """The matter's tasks as sentences."""
    chance = draft.chance
    return [
        sentence(prose.filled(task, chance, draft.issued, paper.office)) + "." for task in paper.matter.tasks
    ]


def sections(draft: Draft, paper: Opened, titles: tuple[str, ...], *, field: str = "sections") -> None:
    """`I. MỤC ĐÍCH` and so on, a task or two under each."""
    galley, chance = draft.galley, draft.chance
    lines = tasks(draft, paper)
    for index, (numeral, heading) in enumerate(zip(("I.", "II.", "III.", "IV."), titles, strict=False)):
        admin.paragraph(galley, bold(f"{numeral} {heading}", f"{field}#{index}"))
        for number, line in enumerate(chance.sample(lines, 2), start=1):
            admin.paragraph(galley, f"{number}. {line}")


def takes_effect(draft: Draft) -> None:
    """The second article of a decision that is in force from the day on which it is signed."""
    admin.paragraph(
        draft.galley,
        bold("Điều 2. "),
        "Quyết định này có hiệu lực thi hành kể từ ",
        value("effective_date", "ngày ký"),
        ".",
    )


def keep_articles(draft: Draft) -> None:
    """Keeps the articles printed so far as the truth of the field `articles`, a line each, points and all."""
    articles: list[list[str]] = []
    for page in draft.galley.pages:
        words = [item for item in page if isinstance(item, PrintedWord) and item.baseline > draft.galley.top]
        for word, below in pairwise([*words, None]):
            is_opening = word is not None and word.text == "Điều" and word.pieces[0].type.bold
            if is_opening and below is not None and below.text.rstrip(".").isdigit():
                articles.append([])
            if articles and word is not None:
                articles[-1].append(word.text)
    draft.extra_truth["articles"] = "\n".join(" ".join(words).removesuffix("/.") for words in articles)


def say(draft: Draft, field: str, *spans: Span | str, after: float = 2.1) -> None:
    """Sets a paragraph of the paper's own text and keeps it as a line of the truth of `field`."""
    admin.paragraph(draft.galley, *spans, after=after)
    text = "".join(span if isinstance(span, str) else span.text for span in spans).removesuffix("/.")
    said = draft.extra_truth.get(field, "")
    draft.extra_truth[field] = f"{said}\n{text}" if said else text


def close(draft: Draft, paper: Opened, *, last: str = "") -> None:
    """The last sentence, recipients and signer."""
    chance = draft.chance
    text = last or prose.filled(chance.choice(prose.CLOSINGS), chance, draft.issued, paper.office)
    admin.paragraph(draft.galley, f"{text}/.")
    recipients = prose.draw_recipients(chance, paper.office.letter_unit)
    admin.closing(draft, paper.office, recipients, signer=draft.person().name)
