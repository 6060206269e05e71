"""A QR code as the path of an SVG, drawn by the template: nothing inline that the page's policy forbids."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode

QUIET_ZONE = 4
"""Modules of white around it (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrDrawing:
    """Side in modules, and a path that fills the dark ones."""

    side: int
    path: str


def draw(text: str) -> QrDrawing:
    """The QR code of `text`."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(
        f"M{QUIET_ZONE + x} {QUIET_ZONE + y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return QrDrawing(len(rows) + 2 * QUIET_ZONE, path)
