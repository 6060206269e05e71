"""`python -m bench NAME [options]`; the names are below."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

BENCHES = {
    "reading": "speed, memory, size and error against OCRmyPDF and bare Tesseract",
    "fields": "type and fields on held-out papers, by wear",
    "addresses": "addresses of both regimes composed at random: right, wrong though sure, choice said",
    "gate": "what the compliance gate finds on spoilt scans and says of good ones",
    "upright": "pages that lie any way: share set upright, skew, CPU",
    "order": "whether readers of PDF give back the words in the order in which they were read",
    "blank": "blank pages found and faint ones kept",
    "compact": "compact pages against their scans: size, error of two readers, memory",
    "codes": "codes printed on pages: share read by kind and wear, CPU",
    "changed": "papers with one value changed: share that cross-checks send to a person",
    "splitting": "where papers begin in dossiers of 2 to 12: found, cut, asked about",
    "signing": "signatures a second with a PKCS#11 token, processor time, memory, beside plain pyHanko",
    "verifying": "time of verifying B-LTA papers offline",
    "search": "time of a mix of queries on a large catalogue",
    "portal": "every page with 100,000 records: server time, queries, bytes; polls",
    "review": "opening the next record for review; keystrokes and seconds a record in a real browser",
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures Hoso on drawn pages.")
    chosen = parser.add_subparsers(dest="bench", required=True)
    named = list(sys.argv[1:] if arguments is None else arguments)
    for name, meaning in BENCHES.items():
        one = chosen.add_parser(name, help=meaning)
        # Only the bench that is asked for is loaded: search needs Django, reading needs OpenCV.
        if named[:1] == [name]:
            module = importlib.import_module(f"bench.{name}")
            module.add_options(one)
            one.set_defaults(run=module.run)
    options = parser.parse_args(named)
    code: int = options.run(options)
    return code


if __name__ == "__main__":
    sys.exit(main())
