"""Time of verifying offline, on one core: papers of several B-LTA signatures, each file another."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.machine import keep
from bench.tables import show
from signing.demo_pki import DemoPki, serve_demo_pki
from signing.trust import TrustStore
from signing.verification import verifier
from tests.signing.signed_papers import TWO_AND_A_SEAL, signed, write_paper

TARGET_SECONDS = 15.0
"""The promise: 100 signatures within this."""
_KINDS = (("one signature", 1), ("two signers and a seal", 3))


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--signatures", type=int, default=100, metavar="N", help="of each kind of paper")


def run(options: argparse.Namespace) -> int:
    """Signs, verifies, prints the table and keeps the figures; 1 where the promise is not kept."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary)
        with serve_demo_pki(folder / "pki") as pki:
            drawn = [(name, each, _papers(pki, folder, each, options.signatures)) for name, each in _KINDS]
            trust = TrustStore.from_folder(pki.trust_folder())
        # The authority has stopped: nothing can be asked.
        results = [_measured(name, each, papers, trust) for name, each, papers in drawn]
    rows = [
        [
            result["papers"],
            str(result["signatures"]),
            f"{result['seconds_a_hundred']:.1f} s",
            f"{result['processor_seconds_a_hundred']:.1f} s",
            f"{result['median_ms_a_file']:.0f} ms",
            "yes" if result["all_valid"] else "NO",
        ]
        for result in results
    ]
    columns = ("B-LTA papers", "signatures", "100 take", "processor", "a file", "all valid")
    show("Verifying offline, one process", columns, rows)
    print(f"kept in {keep('verifying', {'kinds': results})}")
    return int(
        any(
            result["processor_seconds_a_hundred"] > TARGET_SECONDS or not result["all_valid"]
            for result in results
        )
    )


def _papers(pki: DemoPki, folder: Path, each: int, signatures: int) -> list[Path]:
    source = write_paper(folder / f"paper-{each}.pdf")
    return [
        signed(source, folder / f"{each}-{number}.pdf", pki, TWO_AND_A_SEAL[:each])
        for number in range(-(-signatures // each))
    ]


def _measured(name: str, each: int, papers: list[Path], trust: TrustStore) -> dict[str, Any]:
    checker = verifier(trust)
    checker.verify(papers[0])  # loads what is loaded once a process
    started, used, times, good = time.perf_counter(), time.process_time(), [], True
    for paper in papers:
        begun = time.perf_counter()
        good &= checker.verify(paper).is_valid
        times.append(time.perf_counter() - begun)
    count = len(papers) * each
    return {
        "papers": name,
        "signatures": count,
        "seconds_a_hundred": 100 * (time.perf_counter() - started) / count,
        "processor_seconds_a_hundred": 100 * (time.process_time() - used) / count,
        "median_ms_a_file": 1000 * statistics.median(times),
        "all_valid": good,
    }
