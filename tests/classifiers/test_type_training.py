"""The type model learns what people corrected, forgets nothing, and is swapped whole or not at all."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.catalogue import RECORD_TYPES_FOLDER, load_record_types
from classifiers.specimens.variants import HELD_OUT_FROM
from classifiers.type_model import TypeModel, guess_type, prefer_model_in
from classifiers.type_model.examples import (
    MOST_A_TYPE,
    WORDS_KEPT,
    Example,
    corrected_papers,
    read_examples,
    write_examples,
)
from classifiers.type_model.learned import DIGEST_FILE, load_model
from classifiers.type_model.sketch import sketch_other, sketch_type
from classifiers.type_model.storing import CARD_FILE, drop, save
from classifiers.type_model.train import Plan, Trained, train
from classifiers.type_model.training_papers import Amount, orders
from records import Box, Page, Word
from records.errors import ExamplesRefused

CODES = (
    "decision",
    "notice",
    "official_letter",
    "birth_application",
    "land_transfer_contract",
    "citizen_petition",
)
SMALL = Plan(
    training=Amount(specimens=0, sketches=10, others=27, strangers=3),
    fitting=Amount(specimens=0, sketches=3, others=7),
    scoring=Amount(specimens=0, sketches=4, others=14, strangers=1),
)
ODD = (
    "TRƯỜNG TIỂU HỌC PHÚ LÂM",
    "PHIẾU BÁO CƠM BÁN TRÚ",
    "Lớp: {n}A  Sĩ số hôm nay: {n}",
    "Số suất ăn trưa: {n}  Số suất ăn chiều: {n}",
    "Học sinh ăn chay hoặc dị ứng ghi ở mặt sau",
    "Giáo viên chủ nhiệm báo cho nhà bếp trước tám giờ",
    "Nhà bếp nhận phiếu và giao đủ suất cho lớp",
)
"""Invented: a slip that one school uses and calls a notice, though it prints another title."""


def slip(number: int) -> tuple[Page, ...]:
    """One of the school's slips, its figures and one of its lines different each time."""
    lines = [line.format(n=number + 20) for at, line in enumerate(ODD) if at < 2 or at != 2 + number % 5]
    words = []
    for row, line in enumerate(lines):
        x = (1654 - 14 * len(line)) / 2
        for text in line.split():
            box = Box(x, 100 + 50 * row, x + 14 * len(text), 128 + 50 * row)
            words.append(Word(text, box, 0.95, row, row))
            x += 14 * (len(text) + 1)
    return (Page(1, 200, 1654, 2339, words=tuple(words)),)


@pytest.fixture(scope="module")
def few_types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of a few types, so that a training takes a second."""
    folder = tmp_path_factory.mktemp("types")
    for code in CODES:
        shutil.copy(RECORD_TYPES_FOLDER / f"{code}.yaml", folder)
    return folder


@pytest.fixture(scope="module")
def before(few_types: Path) -> Trained:
    """Trained on drawn papers alone."""
    return train(plan=SMALL, types_folder=few_types)


@pytest.fixture(scope="module")
def after(few_types: Path) -> Trained:
    """Trained on ten corrected slips too, and on a birth application that somebody called a notice."""
    rows = [Example("notice", slip(n), f"hs-{n}", f"2026-03-{n + 1:02}") for n in range(10)]
    mistaken = sketch_type(load_record_types(few_types)["birth_application"], 5)
    rows.append(Example("notice", mistaken, "hs-mistaken", "2026-03-20"))
    return train(corrected_papers(rows, CODES), plan=SMALL, types_folder=few_types)


def test_ten_corrected_papers_are_learnt_and_nothing_else_is_forgotten(
    before: Trained, after: Trained, few_types: Path
) -> None:
    types = load_record_types(few_types)
    new = slip(30)
    assert TypeModel(types, before.model).guess(new).code is None
    guess = TypeModel(types, after.model).guess(new)
    assert guess.code == "notice" and guess.confidence >= 0.9
    assert guess.evidence[0] == "Giống những hồ sơ đã được sửa thành loại này"
    for old, now in zip(before.training.scores, after.training.scores, strict=True):
        assert now.macro_f1 >= old.macro_f1 - 0.002, (old, now)
        assert now.strangers_unknown >= old.strangers_unknown, (old, now)


def test_one_slip_of_a_person_teaches_nothing(after: Trained, few_types: Path) -> None:
    types = load_record_types(few_types)
    model = TypeModel(types, after.model)
    for seed in (5, 6, 7):
        guess = model.guess(sketch_type(types["birth_application"], seed))
        assert guess.code == "birth_application", guess


def test_the_card_tells_what_was_learnt_and_how_good_it_is(after: Trained) -> None:
    assert "11 papers that people corrected" in after.card
    assert "- `notice`: 11" in after.card
    assert "| 8% | poor |" in after.card


def test_papers_are_drawn_from_seeds_that_no_measurement_uses(few_types: Path) -> None:
    wanted = orders(load_record_types(few_types), Plan().scoring, start=200_000, rates=lambda _seed: (0.0,))
    assert {order.seed // 100_000 for order in wanted} == {2}


def test_a_seed_that_measures_is_never_learned_from(few_types: Path) -> None:
    wanted = orders(
        load_record_types(few_types), Plan().training, start=HELD_OUT_FROM - 3, rates=lambda _seed: (0.0,)
    )
    with pytest.raises(ValueError, match="for measuring alone"):
        list(wanted)


def test_the_office_s_own_model_is_preferred_and_can_be_dropped(after: Trained, tmp_path: Path) -> None:
    try:
        prefer_model_in(tmp_path)
        shipped = guess_type(slip(31))
        assert shipped.code is None
        save(after.model, tmp_path, card=after.card)
        assert guess_type(slip(31)).code == "notice"
        assert (tmp_path / CARD_FILE).exists()
        assert drop(tmp_path) and not list(tmp_path.iterdir())
        assert guess_type(slip(31)) == shipped
        assert not drop(tmp_path)
    finally:
        prefer_model_in(None)


def test_a_damaged_model_of_the_office_is_left_aside(after: Trained, tmp_path: Path) -> None:
    file = save(after.model, tmp_path)
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    try:
        prefer_model_in(tmp_path)
        assert guess_type(slip(31)).code is None
    finally:
        prefer_model_in(None)


def test_a_training_that_stops_while_it_writes_leaves_the_former_model(
    before: Trained, after: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(before.model, tmp_path)

    def full(self: Path, target: Path) -> Path:
        if target.name == DIGEST_FILE.name:
            raise KeyboardInterrupt
        return rename(self, target)

    rename = Path.replace
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(KeyboardInterrupt):
        save(after.model, tmp_path)
    monkeypatch.undo()
    assert not len(load_model(tmp_path / DIGEST_FILE.name).memory)
    save(after.model, tmp_path)
    assert len(load_model(tmp_path / DIGEST_FILE.name).memory) == 22
    assert len(list(tmp_path.iterdir())) == 2


def test_examples_travel_in_a_plain_file(tmp_path: Path) -> None:
    file = tmp_path / "corrected.jsonl"
    given = [
        Example("notice", slip(1), "hs-1", "2026-03-01T08:00:00+07:00"),
        Example("other", sketch_other(3)),
    ]
    assert write_examples(file, given) == 2
    assert [(each.code, each.record_id, each.corrected_at) for each in read_examples(file)] == [
        ("notice", "hs-1", "2026-03-01T08:00:00+07:00"),
        ("other", "", ""),
    ]
    first = next(read_examples(file))
    assert [word.text for word in first.pages[0].words] == [word.text for word in slip(1)[0].words]


@pytest.mark.parametrize("line", ["{}", "[]", "nonsense", '{"schema": 2, "type": "x", "pages": []}', "1"])
def test_a_strange_line_is_refused_with_its_number(line: str, tmp_path: Path) -> None:
    file = tmp_path / "corrected.jsonl"
    write_examples(file, [Example("notice", slip(1))])
    with file.open("a", encoding="utf-8") as lines:
        lines.write(line + "\n")
    with pytest.raises(ExamplesRefused, match=r"corrected\.jsonl:2"):
        list(read_examples(file))


def test_the_last_correction_of_a_record_counts_and_no_type_has_too_many() -> None:
    many = [Example("notice", slip(n), f"hs-{n:03}", f"2026-03-01T{n:03}") for n in range(MOST_A_TYPE + 5)]
    again = Example("decision", slip(3), "hs-064", "2026-04-01")
    gone = Example("no_such_type", slip(4), "hs-x", "2026-04-01")
    empty = Example("decision", (Page(1, 200, 1654, 2339),), "hs-y", "2026-04-01")
    kept = corrected_papers([again, *many, gone, empty], CODES)
    assert [each.code for each in kept].count("notice") == MOST_A_TYPE
    assert [each.record_id for each in kept if each.code == "decision"] == ["hs-064"]
    assert kept[0].record_id == "hs-004"


def test_no_more_words_are_kept_than_the_model_looks_at(tmp_path: Path) -> None:
    (page,) = slip(1)
    long = replace(page, words=page.words * 100, warnings=("có dấu mộc",))
    file = tmp_path / "corrected.jsonl"
    write_examples(file, [Example("notice", (long,) * 5)])
    told = json.loads(file.read_text(encoding="utf-8"))
    assert len(told["pages"]) == 3 and len(told["pages"][0]["words"]) == WORDS_KEPT
    assert not told["pages"][0]["warnings"]
