"""What a signature looks like and where it stands: Decree 30/2020, Appendix I, to the millimetre.

The person's signature is an image between position and full name; the agency's seal covers a third of it on
the left; appendices and copies carry a text block at the top right of page 1. Places come by hand, from a
named field, or from reading the page, in this order. Real signatures show no text and no time; trial ones do.
"""

from signing.appearance.appearances import INVISIBLE, Appearance, appearance_of
from signing.appearance.drawing import SignatureStyle
from signing.appearance.paper import PageWord
from signing.appearance.places import Places, find_places
from signing.appearance.shown_page import ShownPage, shown_page

__all__ = [
    "INVISIBLE",
    "Appearance",
    "PageWord",
    "Places",
    "ShownPage",
    "SignatureStyle",
    "appearance_of",
    "find_places",
    "shown_page",
]
