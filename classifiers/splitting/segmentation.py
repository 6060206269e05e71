"""How likely it is that a paper begins on each page, over all divisions of the pages into papers.

A division's weight is that of its boundaries times how well each page belongs to its own paper's first page
(its page number counts from there, its annex names it). All divisions are summed by the forward and backward
recursions of a semi-Markov chain (Sarawagi and Cohen, NIPS 2004), so a boundary's probability knows of what
speaks for other divisions pages away.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

MOST_HEADS = 24
"""First pages of the paper in hand that are kept in mind at each page: time grows with pages times this."""


def boundary_probabilities(
    points: Sequence[float], belongs: Callable[[int, int], float]
) -> tuple[float, ...]:
    """For each page the probability, 0 to 1, that a paper begins there; 1 for the first.

    `points` are log-odds of a beginning, page by page. `belongs(head, page)` are the points for `page` being
    a later page of the paper whose first page is `head`, both as positions from 0.
    """
    if not points:
        return ()
    begins = [0.0, *(_log_odds_to_log(each) for each in points[1:])]
    stays = [0.0, *(_log_odds_to_log(-each) for each in points[1:])]
    forward: list[dict[int, float]] = [{0: 0.0}]
    links: list[dict[int, float]] = [{}]
    for page in range(1, len(points)):
        before = forward[-1]
        links.append({head: stays[page] + belongs(head, page) for head in before})
        reached = {head: before[head] + link for head, link in links[page].items()}
        reached[page] = _log_sum(before.values()) + begins[page]
        kept = sorted(reached, key=reached.__getitem__, reverse=True)[:MOST_HEADS]
        forward.append({head: reached[head] for head in {*kept, page}})
    return _posteriors(forward, links, begins)


def _posteriors(
    forward: Sequence[dict[int, float]], links: Sequence[dict[int, float]], begins: Sequence[float]
) -> tuple[float, ...]:
    whole = _log_sum(forward[-1].values())
    after = dict.fromkeys(forward[-1], 0.0)
    found = [1.0] * len(forward)
    for page in range(len(forward) - 1, 0, -1):
        found[page] = math.exp(min(0.0, forward[page][page] + after[page] - whole))
        started = begins[page] + after[page]
        after = {
            head: _log_sum(
                [
                    started,
                    *([links[page][head] + after[head]] if head in after and head in links[page] else []),
                ]
            )
            for head in forward[page - 1]
        }
    return tuple(found)


def _log_odds_to_log(points: float) -> float:
    """Logarithm of the probability whose log-odds are `points`."""
    return -math.log1p(math.exp(-points)) if points > 0 else points - math.log1p(math.exp(points))


def _log_sum(logs: Iterable[float]) -> float:
    values = list(logs)
    top = max(values)
    return top + math.log(sum(math.exp(each - top) for each in values))
