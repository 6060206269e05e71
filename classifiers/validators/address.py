"""Addresses, small to large, under both regimes: kept as printed, judged against the units of their time.

Until 30 June 2025 commune, district and province; commune and province since. The canonical form names the
units as the list does where they are sure; `classifiers.places.read_address` gives parts and codes.
"""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.places import read_address
from classifiers.places.judging import errors_of, warnings_of
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.ADDRESS,)


def parse(text: str) -> Parsed:
    """Reads an address; canonical `Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh` where it is sure.

    Digits or signs alone are refused. Parts that contradict are errors ("Xã X không thuộc huyện Y"); parts
    that were misread, that no list knows or that leave a choice are warnings.
    """
    value = re.sub(r"\s*,\s*", ", ", clean(text))
    if len(re.findall(r"[^\W\d_]", value)) < 2:
        return refused(value, "Không đọc được địa chỉ")
    address = read_address(value)
    return Parsed(value, address.normalised, tuple(errors_of(address)), tuple(warnings_of(address)))
