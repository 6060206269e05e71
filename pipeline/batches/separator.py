"""What a separator sheet says: a new paper begins, perhaps of a known type, for a unit, scanned in two goes.

Our own sheet carries `hoso:separator?type=…&unit=…&sides=2` in a QR code; any other barcode that the
settings name says no more than that a new paper begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

OWN = "hoso:separator"
LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Separator:
    """One sheet's message."""

    record_type: str = ""
    """Code of the record type that follows; empty when the sheet does not say."""
    unit: str = ""
    """The unit whose paper follows; empty when the sheet does not say."""
    is_two_sided: bool = False
    """What follows was scanned front sides first and then, turned over, back sides."""

    @property
    def text(self) -> str:
        """What the sheet's code holds."""
        asked = {
            "type": self.record_type,
            "unit": self.unit,
            "sides": "2" if self.is_two_sided else "",
        }
        said = urlencode({name: value for name, value in asked.items() if value})
        return f"{OWN}?{said}" if said else OWN


def is_own(text: str) -> bool:
    """Whether a barcode's text is that of our own sheet."""
    return text == OWN or text.startswith(OWN + "?")


def separator_of(text: str) -> Separator:
    """What a separator page says, from `Page.separator`."""
    if not is_own(text):
        return Separator()
    said = parse_qs(text.partition("?")[2], max_num_fields=8)
    found = {name: values[0][:LONGEST_WORD] for name, values in said.items()}
    return Separator(found.get("type", ""), found.get("unit", ""), found.get("sides") == "2")
