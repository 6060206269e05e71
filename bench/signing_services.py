"""The demo's authority and SoftHSM tokens in a process of their own: their work is not counted as signing.

`python -m bench.signing_services FOLDER` prints one line of JSON and answers until its standard input closes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OFFICIAL, AGENCY = "chairman", "agency"


@contextmanager
def services_beside(folder: Path) -> Iterator[dict[str, Any]]:
    """Starts the process; gives where its services answer and what opens the tokens."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.signing_services", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        answer, end = child.stdout, child.stdin
        assert answer is not None and end is not None  # noqa: S101  both are pipes
        try:
            yield json.loads(answer.readline()) | {"pid": child.pid}
        finally:
            end.close()


def _serve(folder: Path) -> None:
    from signing.demo_pki import serve_demo_pki  # noqa: PLC0415
    from tests.signing.softhsm import softhsm_token  # noqa: PLC0415

    with serve_demo_pki(folder) as pki:
        made = {label: softhsm_token(pki, folder, label) for label in (OFFICIAL, AGENCY)}
        token, pin = made[OFFICIAL]
        told = {
            "kind": token.kind,
            "options": {label: dict(one.options) for label, (one, _) in made.items()},
            "pin": pin.reveal(),
            "timestamps": pki.timestamp_url(),
            "trust": str(pki.trust_folder()),
        }
        print(json.dumps(told), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
