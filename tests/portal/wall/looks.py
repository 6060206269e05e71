"""Reads the wall and the lists behind it as a person meets them."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client


def moment(days_ago: int, hour: int, minute: int = 15) -> datetime:
    from django.utils import timezone

    day = timezone.localtime() - timedelta(days=days_ago)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def wall(client: Client, query: str = "?tables=1&days=7") -> str:
    """The wall with every day counted."""
    from portal.counts import activity, days

    activity.catch_up(at_most=400)
    days.catch_up(at_most=400)
    answer = client.get(f"/wall/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def panel(page: str, title: str) -> str:
    found = [part for part in page.split("<section")[1:] if f">{title}</h2>" in part]
    assert len(found) == 1, title
    return found[0].split("</section>")[0]


def links(page: str, title: str) -> list[tuple[str, str]]:
    """Text and address of each link of a panel's table."""
    found = re.findall(r'<a href="([^"]+)">([^<]+)</a>', panel(page, title).split("</table>")[0])
    return [(text, html.unescape(address)) for address, text in found]


def opened(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())
