"""Charts are well-formed pictures that name themselves, escape what is in them and stay in their frame."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '<script>alert("1")</script> & Xã "Phú" Lâm'

LINK = "/search/?q=<x>"

pytestmark = pytest.mark.usefixtures("django_ready")


def parsed(chart: str) -> ElementTree.Element:
    return ElementTree.fromstring(chart)  # noqa: S314  # drawn by us a moment ago


def charts() -> dict[str, str]:
    from portal.wall.charts.bars import lying, upright
    from portal.wall.charts.drawing import Names, Series
    from portal.wall.charts.gauge import gauge
    from portal.wall.charts.heat import Square, heat
    from portal.wall.charts.lines import lines, sparkline

    squares = [Square(float(hour), NASTY, LINK if hour else "") for hour in range(24)]

    def names(key: str) -> Names:
        return Names(NASTY, NASTY, key)

    places = [f"{day:02d}/05" for day in range(1, 31)]
    series = [
        Series(NASTY, "filed", tuple(float(day) for day in range(30)), (LINK,) * 30),
        Series("Bị từ chối", "refused", tuple(float(day % 3) for day in range(30))),
    ]
    return {
        "upright": upright(names("upright"), places, series),
        "upright_of_nothing": upright(names("nothing"), [], [Series("x", "filed", ())]),
        "upright_of_zeros": upright(names("zeros"), ["a"], [Series("x", "filed", (0.0,))]),
        "lying": lying(names("lying"), [NASTY] * 30, series),
        "lines": lines(names("lines"), places, series),
        "sparkline": sparkline(names("spark"), [1, 2, 0]),
        "sparkline_of_one": sparkline(names("one"), [5]),
        "heat": heat(names("heat"), ["T2", "T3"], [squares, [Square(0.0)] * 24]),
        "gauge": gauge(
            names("gauge"),
            0.985,
            (0.93, 0.998),
            lowest=0.9,
            wanted=0.98,
            shown="98,5 %",
            ends=("90", "100"),
            told=NASTY,
            link=LINK,
        ),
    }


def test_every_chart_is_well_formed_names_itself_and_has_nothing_inline() -> None:
    for name, chart in charts().items():
        root = parsed(chart)
        titles = {one.attrib.get("id"): one.text for one in root if one.tag in {f"{SVG}title", f"{SVG}desc"}}
        assert set(root.attrib["aria-labelledby"].split()) == set(titles), name
        assert set(titles.values()) == {NASTY}, name
        assert not any("style" in one.attrib or one.tag == f"{SVG}script" for one in root.iter()), name
        assert not any(key.startswith("on") for one in root.iter() for key in one.attrib), name


def test_a_chart_whose_parts_lead_somewhere_is_a_group_and_the_others_are_images() -> None:
    roles = {name: parsed(chart).attrib["role"] for name, chart in charts().items()}
    assert {name for name, role in roles.items() if role == "group"} == {
        "upright",
        "lying",
        "lines",
        "heat",
        "gauge",
    }
    for name in ("upright", "lying", "lines", "heat", "gauge"):
        for link in parsed(charts()[name]).iter(f"{SVG}a"):
            assert link.findtext(f"{SVG}title"), name  # what a screen reader calls it
            assert "tabindex" not in link.attrib, name  # the keyboard comes to it
    links = [one.attrib["href"] for one in parsed(charts()["upright"]).iter(f"{SVG}a")]
    assert links == [LINK] * 29  # the first day has nothing to open


def test_nothing_is_drawn_outside_the_frame() -> None:
    for name, chart in charts().items():
        root = parsed(chart)
        _, _, width, height = (float(one) for one in root.attrib["viewBox"].split())
        for box in root.iter(f"{SVG}rect"):
            x, y = float(box.attrib["x"]), float(box.attrib["y"])
            assert x >= 0 and x + float(box.attrib["width"]) <= width + 0.1, name
            assert y >= 0 and y + float(box.attrib["height"]) <= height + 0.1, name


def test_stacks_are_as_tall_as_their_numbers() -> None:
    from portal.wall.charts.bars import upright
    from portal.wall.charts.drawing import Names, Series

    series = [Series("a", "filed", (10.0, 20.0)), Series("b", "one", (10.0, 0.0))]
    root = parsed(upright(Names("t", "d", "k"), ["x", "y"], series))
    tall = [float(one.attrib["height"]) for one in root.iter(f"{SVG}rect")]
    assert tall[0] == pytest.approx(tall[1], abs=0.02)
    assert tall[2] == pytest.approx(tall[0] + tall[1], abs=0.02)


def test_series_differ_by_more_than_their_colour() -> None:
    root = parsed(charts()["upright"])
    assert any(one.attrib.get("fill", "").startswith("url(#upright-refused") for one in root.iter())
    paths = list(parsed(charts()["lines"]).iter(f"{SVG}path"))
    assert [one.attrib.get("stroke-dasharray") for one in paths] == [None, "6 3"]


@pytest.mark.parametrize("highest", [0, 1, 3, 7, 10, 99, 100, 12345, 0.4])
def test_a_scale_has_round_steps_and_reaches_the_highest_number(highest: float) -> None:
    from portal.wall.charts.drawing import steps_up_to

    steps = steps_up_to(highest)
    assert steps[0] == 0 and steps[-1] >= highest
    gaps = {round(later - earlier, 9) for earlier, later in pairwise(steps)}
    assert len(gaps) == 1
    assert f"{gaps.pop():e}"[0] in "125"
