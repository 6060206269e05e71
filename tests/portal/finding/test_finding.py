"""What is found, counted and put in order is right for whoever asks, and stays so when records change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.portal.catalogued import add, make_field, make_page, make_record
from tests.portal.persons import make_person

pytestmark = pytest.mark.usefixtures("portal_data")


def rights_everywhere():
    from portal.rights.holding import Rights

    return Rights.everything()


def found(address: str, rights=None, **options):
    """Findings for an address of the search page."""
    from portal.catalogue.asked import Asked
    from portal.catalogue.finding import find

    asked = Asked.at(address)
    return find(
        asked.query(), rights or rights_everywhere(), chosen=asked.chosen(), order=asked.order, **options
    )


def ids(findings) -> list[str]:
    return [place.record_id for place in findings.shown]


def counts(findings, group: str) -> dict[str, int]:
    return {one.value: one.records for one in findings.counts[group]}


def paper(name: str, text: str = "Quyết định về việc thu hồi đất", *, day: str = "", **options):
    unit = options.pop("unit", "xa-a")
    received = options.pop("received", "2026-06-01T08:00:00+07:00")
    fields = {"issue_date": make_field(day, day)} if day else {}
    fields |= {"subject": make_field(title)} if (title := options.pop("title", "")) else {}
    return add(make_record(text, name=name, fields=fields, **options), unit=unit, received_at=received)


def test_counts_tell_what_one_more_click_would_show() -> None:
    paper("1.pdf", day="2024-01-05")
    paper("2.pdf", day="2025-01-05", record_type="notice")
    paper("3.pdf", day="2025-03-05", unit="xa-b", reasons=("x",))
    paper("4.pdf", text="Không có gì", unit="xa-b")
    every = found("q=thu+hồi")
    assert every.total == 3
    assert counts(every, "type") == {"decision": 2, "notice": 1}
    assert counts(every, "unit") == {"xa-a": 2, "xa-b": 1}
    assert counts(every, "year") == {"2025": 2, "2024": 1}
    assert counts(every, "state") == {"filed": 2, "review": 1}
    narrowed = found("q=thu+hồi&year=2025")
    assert narrowed.total == 2
    assert counts(narrowed, "type") == {"decision": 1, "notice": 1}
    assert counts(narrowed, "year") == {"2025": 2, "2024": 1}, "its own group still offers the others"


def test_choices_of_one_group_add_up_and_those_of_two_narrow() -> None:
    first = paper("1.pdf", day="2024-01-05")
    second = paper("2.pdf", day="2025-01-05")
    paper("3.pdf", day="2023-01-05")
    other = paper("4.pdf", day="2025-01-05", unit="xa-b")
    assert set(ids(found("q=thu+hồi&year=2024&year=2025"))) == {first, second, other}
    assert ids(found("q=thu+hồi&year=2024&year=2025&unit=xa-b")) == [other]
    assert ids(found("unit=xa-b")) == [other]


def test_no_words_list_everything_newest_first() -> None:
    old = paper("1.pdf", received="2026-01-01T08:00:00+07:00")
    new = paper("2.pdf", received="2026-02-01T08:00:00+07:00")
    assert ids(found("")) == [new, old]


def test_results_come_in_the_order_asked_for() -> None:
    b = paper("b.pdf", title="Đất đai", day="2023-01-01", received="2026-01-03T08:00:00+07:00")
    a = paper("a.pdf", title="Dân số", day="2025-01-01", received="2026-01-01T08:00:00+07:00")
    c = paper("c.pdf", title="Hộ tịch", received="2026-01-02T08:00:00+07:00")
    assert ids(found("q=thu+hồi&sort=received")) == [b, c, a]
    assert ids(found("q=thu+hồi&sort=date")) == [a, b, c]
    assert ids(found("q=thu+hồi&sort=title")) == [a, b, c]
    assert ids(found("sort=title", limit=1, offset=2)) == [c]


def test_everything_found_can_be_paged_to_beyond_the_pages_that_are_ranked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from portal.catalogue import finding

    monkeypatch.setattr(finding, "MOST_RANKED", 3)
    every = [
        paper(f"{number}.pdf", received=f"2026-01-{number:02d}T08:00:00+07:00") for number in range(1, 10)
    ]
    seen = [record for start in range(0, 9, 2) for record in ids(found("q=thu+hồi", limit=2, offset=start))]
    assert seen == every[::-1]


@pytest.mark.needs("sqlite")
def test_looser_questions_are_asked_only_where_the_stricter_ones_fill_no_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from portal.catalogue.backends.sqlite import SqliteBackend

    asked: list[object] = []
    ask = SqliteBackend.find

    def counted(self, wanted, **options):
        asked.append(wanted)
        return ask(self, wanted, **options)

    monkeypatch.setattr(SqliteBackend, "find", counted)
    together = [paper(f"{number}.pdf", "Về việc thu hồi đất") for number in range(3)]
    apart = paper("4.pdf", "Thu về đất đã giao, hồi năm ngoái")
    first = found("q=thu+hồi+đất", limit=3)
    for_the_first = len(asked)
    every = found("q=thu+hồi+đất", limit=4)
    assert len(asked) - for_the_first > for_the_first
    assert sorted(ids(first)) == sorted(together)
    assert ids(every) == [*ids(first), apart]
    assert first.total == every.total == 4


def test_every_page_of_a_record_that_answers_is_told_the_best_first() -> None:
    from portal.catalogue.hits import shown

    add(make_record("Hồi ấy có thu", "Không", "Thu hồi đất", "Thu rồi hồi", "Thu hồi"))
    result = found("q=thu+hồi", limit=1)
    [hit] = shown(result.shown, result.query)
    assert (hit.page, hit.other_pages) == (3, (1, 4, 5))


def test_the_page_that_answers_is_told_also_behind_the_ranked_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.catalogue import finding
    from portal.catalogue.hits import shown

    monkeypatch.setattr(finding, "MOST_RANKED", 0)
    add(make_record("Trang đầu", "Thu hồi đất", "Không", "Thu hồi"))
    result = found("q=thu+hồi")
    [hit] = shown(result.shown, result.query)
    assert (hit.page, hit.other_pages) == (2, (4,))


@pytest.fixture
def counting_two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting stops after the newest two pages, as it does after thousands on a slow machine."""
    from portal.catalogue import matched

    monkeypatch.setattr(matched, "MOST_COUNTED", 0)
    monkeypatch.setattr("portal.catalogue.backends.sqlite._ROWS_AT_FIRST", 2)


@pytest.mark.needs("sqlite")
@pytest.mark.usefixtures("counting_two_at_a_time")
def test_counting_stops_at_its_bound_and_says_so() -> None:
    for number in range(5):
        paper(f"{number}.pdf")
    findings = found("q=thu+hồi&sort=received")
    assert findings.is_more
    assert findings.total == 2


@pytest.mark.needs("sqlite")
@pytest.mark.usefixtures("counting_two_at_a_time")
def test_what_answers_best_is_shown_though_counting_stopped_before_it() -> None:
    old = paper("1.pdf", "Về việc thu hồi đất", unit="xa-b")
    scattered = [paper(f"{number}.pdf", "Thu về, hồi năm ngoái") for number in range(2, 7)]
    first = found("q=thu+hồi", limit=1)
    assert ids(first) == [old]
    assert first.total > 1  # there is a next page
    every = found("q=thu+hồi")
    assert (set(ids(every)), every.total) == ({old, *scattered}, 6)
    assert counts(every, "unit") == {"xa-a": 5, "xa-b": 1}


@pytest.mark.needs("sqlite")
@pytest.mark.usefixtures("counting_two_at_a_time")
@pytest.mark.parametrize("order", ["relevance", "received"])
def test_a_choice_finds_old_records_though_counting_stopped_before_them(order: str) -> None:
    old = paper("1.pdf", day="2019-01-05")
    for number in range(2, 7):
        paper(f"{number}.pdf", day="2025-01-05")
    narrowed = found(f"q=thu+hồi&year=2019&sort={order}")
    assert (ids(narrowed), narrowed.total) == ([old], 1)


def test_marks_can_be_asked_for_exactly() -> None:
    plain = paper("1.pdf", text="Ong Hoang Van Man")
    marked = paper("2.pdf", text="Ông Hoàng Văn Mận")
    assert set(ids(found("q=hoàng+văn+mận"))) == {plain, marked}
    assert ids(found("q=hoàng+văn+mận&marks=1")) == [marked]
    assert ids(found("q==mận")) == [marked]
    assert ids(found('q=="hoàng văn mận"')) == [marked]
    assert ids(found("q==man")) == [plain]
    assert set(ids(found("q=hoang+=mận"))) == {marked}


def test_typed_filters_hold_without_words_too() -> None:
    here = paper("1.pdf", day="2024-03-05", unit="Xã Phú Lâm", received="2026-05-31T18:00:00+00:00")
    paper("2.pdf", day="2025-03-05", unit="Xã An")
    for typed in ('đơn_vị:"phu lam"', "ngày:03/2024", "nhận:01/06/2026 đơn_vị:lâm", "đến:2024 loại:decision"):
        assert ids(found(f"q={typed}")) == [here], typed
    assert found("q=trạng_thái:review").total == 0


@pytest.mark.parametrize("change", ["corrected", "removed", "added"])
def test_a_change_shows_in_the_next_search(change: str) -> None:
    from portal.catalogue.index import index_record, remove

    first = paper("1.pdf")
    assert counts(found("q=thu+hồi"), "type") == {"decision": 1}
    if change == "corrected":
        record = make_record("Quyết định về việc thu hồi đất", name="1.pdf", record_type="notice")
        index_record(first, "v2", record, {"received_at": "2026-06-01T08:00:00+07:00", "unit": "xa-c"})
        assert counts(found("q=thu+hồi"), "type") == {"notice": 1}
        assert counts(found(""), "unit") == {"xa-c": 1}
    elif change == "removed":
        remove(first)
        assert found("q=thu+hồi").total == found("").total == 0
    else:
        second = paper("2.pdf", received="2026-07-01T08:00:00+07:00")
        assert ids(found("q=thu+hồi")) == ids(found("")) == [second, first]


def test_a_change_that_was_undone_leaves_no_trace() -> None:
    from django.db import transaction

    first = paper("1.pdf")
    found("")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        paper("2.pdf")
        assert found("").total == 2
        raise ZeroDivisionError
    assert ids(found("")) == ids(found("q=thu+hồi")) == [first]
    third = paper("3.pdf", unit="xa-c", received="2026-07-01T08:00:00+07:00")
    assert ids(found("")) == ids(found("q=thu+hồi")) == [third, first]


def test_whoever_missed_many_changes_reads_everything_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.catalogue import cards, changes

    paper("1.pdf")
    found("")
    monkeypatch.setattr(cards, "MOST_PATCHED", 1)
    monkeypatch.setattr(changes, "KEPT", 1)
    monkeypatch.setattr(changes, "_TIDIED_EVERY", 1)
    for number in range(2, 6):
        paper(f"{number}.pdf")
    assert found("").total == 5


@pytest.mark.parametrize(
    "grant",
    [
        {"unit": "xa-a"},
        {"types": ("decision",)},
        {"unit": "xa-b", "types": ("notice",)},
        {"level": 2},
        {"unit": "xa-a", "level": 2},
        {},
    ],
)
def test_cards_open_what_rights_open(grant: dict) -> None:
    from portal.rights.asking import rights_of

    for number, unit in enumerate(("xa-a", "xa-b", "")):
        for kind in ("decision", "notice", "adoption_certificate", None):
            paper(f"{number}{kind}.pdf", unit=unit, record_type=kind)
    rights = rights_of(make_person("lan", **grant))
    open_records = set(rights.records().values_list("record_id", flat=True))
    for address in ("", "q=thu+hồi", "q=thu+hồi&sort=title", "q=thu+hồi&unit=xa-a&unit=xa-b&unit=unknown"):
        findings = found(address, rights, limit=50)
        assert set(ids(findings)) == open_records, address
        assert findings.total == len(open_records)
        for group in findings.counts.values():
            assert sum(one.records for one in group) == len(open_records)


def test_nobody_finds_anything_without_a_grant() -> None:
    from portal.rights.holding import Rights

    paper("1.pdf")
    findings = found("q=thu+hồi", Rights())
    assert findings.total == 0
    assert not any(findings.counts.values())


def test_a_hit_says_why_it_matches() -> None:
    from portal.catalogue.hits import Why, shown

    def why(address: str) -> list[tuple[Why, str]]:
        result = found(address)
        [hit] = shown(result.shown, result.query)
        return [(reason.why, reason.label) for reason in hit.reasons]

    fields = {"signer_name": make_field("Trần Văn Bình"), "doc_number": make_field("15/QĐ-UBND")}
    add(make_record("Số: 15/QĐ-UBND Ông Trần Văn Bình ký, bà Lê Thị Hoa nhận", fields=fields))
    assert (Why.PHRASE_EXACT, "") in why("q=trần+văn+bình")
    assert (Why.FIELD, "Người ký") in why("q=trần+văn+bình")
    assert why("q=tran+van+binh")[0] == (Why.PHRASE, "")
    assert why("q=hoa+bình")[0] == (Why.WORDS, "")
    assert (Why.NUMBER, "") in why("q=15/QĐ-UBND")


def test_the_order_by_title_follows_every_change() -> None:
    from portal.catalogue.cards import current_cards
    from portal.catalogue.index import remove

    def titles() -> list[str]:
        cards = current_cards()
        return [cards.ids[place] for place in cards.by_title if cards.there[place]]

    def expected() -> list[str]:
        from portal.models import CatalogueRecord

        return list(CatalogueRecord.objects.order_by("title_key", "record_id").values_list("pk", flat=True))

    first = paper("1.pdf", title="Đất đai")
    assert titles() == expected()
    for number, title in enumerate(("Ưng", "An", "Đất", "Đất đai", "Dân"), start=2):
        paper(f"{number}.pdf", title=title)
        assert titles() == expected()
    paper("1.pdf", title="Zét")
    assert titles() == expected()
    remove(first)
    assert titles() == expected()
    assert ids(found("sort=title")) == expected()


def test_pages_are_read_with_their_records_whether_their_numbers_lie_together_or_not() -> None:
    from portal.catalogue import cards as card_file
    from portal.models import CataloguePage

    add(make_record("một", "hai", name="a.pdf"))
    add(make_record("ba", name="b.pdf"))
    longer = make_record("một", "hai", name="a.pdf")
    longer = replace(longer, pages=(*longer.pages, make_page("bốn", number=3)))
    add(longer)
    cards = card_file._read()
    told = {number: cards.ids[place] for number, place in enumerate(cards.page_place) if place >= 0}
    assert told == dict(CataloguePage.objects.values_list("pk", "record_id"))
    assert sorted(told) != list(range(min(told), min(told) + 3))
