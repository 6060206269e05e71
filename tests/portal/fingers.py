"""Fingers on a screen, as the browser hears of them: its protocol's touches become pointer events."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

Point = tuple[float, float]


def stroke(page: Page, *ways: Sequence[Point], taken_away: bool = False) -> None:
    """One finger for each way, all at once, from point to point in CSS pixels of the window; then they lift.

    `taken_away`: the browser takes the touch for itself, as for a call that comes in.
    """
    session = page.context.new_cdp_session(page)

    def tell(kind: str, points: list[Point]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    for step in range(max(len(way) for way in ways)):
        tell("touchMove" if step else "touchStart", [way[min(step, len(way) - 1)] for way in ways])
    tell("touchCancel" if taken_away else "touchEnd", [])
    session.detach()
