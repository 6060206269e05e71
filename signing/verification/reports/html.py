"""The report as one HTML page that needs nothing else: no scripts, no fonts, no network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from signing.verification.reports.content import TITLE, Section, sections
from signing.verification.verdicts import FileVerdict

_STYLE = """
body { font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; color: #1d2329; margin: 2rem auto;
  max-width: 58rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; padding-left: .6rem; border-left: .35rem solid #7a8793; }
h3.valid { border-color: #1a7f37; color: #1a7f37; }
h3.intact_chain_unknown { border-color: #9a6700; color: #7d5300; }
h3.altered, h3.invalid { border-color: #b42318; color: #b42318; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; width: 15rem; vertical-align: top; }
th, td { border-bottom: 1px solid #e3e7eb; padding: .25rem .5rem; overflow-wrap: anywhere; }
ul { margin: .4rem 0 0; } @media print { body { margin: 0; } h3 { break-after: avoid; } }
"""


def html_report(verdicts: Sequence[FileVerdict]) -> str:
    """The whole page."""
    body = "\n".join(_section(section) for section in sections(verdicts))
    return (
        '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(TITLE)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(TITLE)}</h1>\n{body}\n</body></html>\n"
    )


def _section(section: Section) -> str:
    level = 1 + section.depth
    kind = f' class="{escape(section.verdict)}"' if section.verdict else ""
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in section.rows
    )
    remarks = "".join(f"<li>{escape(text)}</li>" for text in section.remarks)
    listed = f"<ul>{remarks}</ul>" if remarks else ""
    return f"<h{level}{kind}>{escape(section.title)}</h{level}>\n<table>{rows}</table>{listed}"
