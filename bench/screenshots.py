"""Pictures of the portal's main pages for README and docs: `python -m bench.screenshots`.

Opens the demonstration's office (invented people, a throw-away signing authority), signs in with Chromium and
keeps each page as WebP, in Vietnamese and in English, at the screen that most offices have.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path("docs/screenshots")
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
SCREEN, PHONE = (1366, 768), (390, 844)
LARGEST_BYTES = 60_000
QUALITIES = (88, 80, 70, 60, 50, 40, 34)
PATIENCE_MS = 60_000
SETTLED_MS = 900
"""A picture of a page zooms to its place; then the page stands still."""
_ALL_DRAWN = """() => [...document.images].every(
  (one) => one.complete || one.getBoundingClientRect().top > innerHeight)"""
"""What is below the screen loads when somebody scrolls there."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where the office is, and who looks at it."""

    address: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One page, and how one comes to it."""

    name: str
    go: Callable[[Page], None]
    in_english: bool = False
    size: tuple[int, int] = SCREEN


def _to(path: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(path)

    return go


def _follow(path: str, link: str) -> Callable[[Page], None]:
    """Where the first such link of a page leads."""

    def go(page: Page) -> None:
        page.goto(path)
        page.goto(page.locator(link).first.get_attribute("href") or path)

    return go


_RECORD = _follow("/search/?q=khai+sinh", "li.hit a.title")
_REVIEW = _follow("/review/", "#begin")
PICTURES = (
    Picture("hop-den", _to("/")),
    Picture("kiem-tra", _REVIEW),
    Picture("tim-kiem", _to("/search/?q=khai+sinh")),
    Picture("ho-so", _RECORD),
    Picture("van-ban-di", _to("/outgoing/")),
    Picture("mot-van-ban", _follow("/outgoing/", ".my-list a.title")),
    Picture("theo-doi", _to("/wall/")),
    Picture("nhat-ky", _to("/audit/")),
    Picture("kiem-tra-cong-khai", _to("/kiem-tra/")),
    Picture("dien-thoai", _to("/"), size=PHONE),
    Picture("inbox", _to("/"), in_english=True),
    Picture("review", _REVIEW, in_english=True),
    Picture("search", _to("/search/?q=khai+sinh"), in_english=True),
    Picture("record", _RECORD, in_english=True),
)


def main() -> int:
    """Writes every picture, or those named; `--address` takes them of an office that runs already."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=FOLDER)
    parser.add_argument("--address", default="", help="of a portal that runs")
    parser.add_argument("--user", default="demo")
    parser.add_argument("--only", nargs="*", default=(), metavar="NAME")
    options = parser.parse_args()
    wanted = [one for one in PICTURES if not options.only or one.name in options.only]
    if options.address:
        # Not an argument: those of a running program are there for everybody on the machine to read.
        password = os.environ["HOSO_SCREENSHOTS_PASSWORD"]
        take(Door(options.address, options.user, password), options.out, wanted)
        return 0
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder, demonstration(Path(folder)) as door:
        take(door, options.out, wanted)
    return 0


@contextmanager
def demonstration(folder: Path) -> Iterator[Door]:
    """The office of `hoso demo` after its papers were read and its letters went out."""
    from rich.console import Console  # noqa: PLC0415

    from hoso.demonstration import drop_samples, follow  # noqa: PLC0415
    from hoso.office import Office  # noqa: PLC0415
    from hoso.outgoing_demonstration import issue_papers, signing_authority  # noqa: PLC0415
    from hoso.settings import load_settings  # noqa: PLC0415

    with (
        signing_authority(load_settings(folder), folder) as (pki, settings),
        Office(settings, folder, port=0, is_demonstration=True) as office,
    ):
        from portal.models.people import HIGHEST_LEVEL  # noqa: PLC0415
        from portal.people import set_account  # noqa: PLC0415
        from portal.rights.roles import Role  # noqa: PLC0415

        console = Console(quiet=True)
        follow(console, office, drop_samples(console, office.inbox))
        issue_papers(console, office, pki)
        made = set_account("lan", full_name="Hoàng Thị Lan", groups=tuple(Role), level=HIGHEST_LEVEL)
        yield Door(office.address, made.user, made.password)


def take(door: Door, out: Path, pictures: Sequence[Picture]) -> None:
    """Signs in once and writes each picture; says how large it became."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        context = browser.new_context(base_url=door.address, locale="vi-VN")
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto("/login/")
        page.fill("[name=username]", door.user)
        page.fill("[name=password]", door.password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login/" not in url)
        for one in pictures:
            language = "en" if one.in_english else "vi"
            context.add_cookies([{"name": "django_language", "value": language, "url": door.address}])
            page.set_viewport_size({"width": one.size[0], "height": one.size[1]})
            one.go(page)
            page.wait_for_function(_ALL_DRAWN)
            page.wait_for_timeout(SETTLED_MS)
            written = _keep(page.screenshot(), out / f"{one.name}.webp")
            print(f"{written}  {written.stat().st_size:,} bytes")
        browser.close()


def _keep(png: bytes, path: Path) -> Path:
    """As WebP, the best that is small enough."""
    with Image.open(io.BytesIO(png)) as picture:
        for quality in QUALITIES:
            picture.convert("RGB").save(path, "WEBP", quality=quality, method=6)
            if path.stat().st_size <= LARGEST_BYTES:
                break
    return path


if __name__ == "__main__":
    raise SystemExit(main())
