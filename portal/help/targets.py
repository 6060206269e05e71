"""Which page of help speaks of which page of the portal, so that `?` leads there."""

from __future__ import annotations

_TARGETS = (
    ("overview", "hop-den", "records-staff"),
    ("work", "hop-den", "records-staff"),
    ("inbox", "hop-den", "records-staff"),
    ("inbox_scanner_room", "quet-ca-tap-bang-to-phan-cach", "records-staff"),
    ("rejected", "hop-den", "records-staff"),
    ("rescan", "khi-ban-quet-chua-dat", "records-staff"),
    ("alike", "khi-ban-quet-chua-dat", "records-staff"),
    ("upload", "hop-den", "records-staff"),
    ("send", "khi-ban-quet-chua-dat", "records-staff"),
    ("keep_scan", "khi-ban-quet-chua-dat", "records-staff"),
    ("correcting", "kiem-tra-va-sua-ho-so", "keys"),
    ("take_back", "kiem-tra-va-sua-ho-so", "keys"),
    ("divide", "kiem-tra-va-sua-ho-so", "keys"),
    ("join", "kiem-tra-va-sua-ho-so", "keys"),
    ("turn", "kiem-tra-va-sua-ho-so", "keys"),
    ("order", "kiem-tra-va-sua-ho-so", "keys"),
    ("move", "kiem-tra-va-sua-ho-so", "keys"),
    ("review", "kiem-tra-va-sua-ho-so", "keys"),
    ("records", "tim-ho-so", "query"),
    ("search", "tim-ho-so", "query"),
    ("find", "tim-ho-so", "query"),
    ("record", "xem-va-sao-ho-so", "keys"),
    ("outgoing", "ban-hanh-van-ban", "clerk"),
    ("outgoing_signing", "ban-hanh-van-ban", "official"),
    ("outgoing_own", "ky-bang-usb-tren-may-minh", "official"),
    ("wall", "bang-theo-doi", "administrator"),
    ("audit", "doc-va-ra-soat-nhat-ky", "auditor"),
    ("settings", "cai-dat-qua-web", "administrator"),
    ("guide", "administrator", "administrator"),
    ("people", "tai-khoan-va-quyen", "administrator"),
    ("end_", "tai-khoan-va-quyen", "administrator"),
    ("keys", "tai-khoan-va-quyen", "administrator"),
    ("my_account", "dang-nhap-hai-buoc", "troubles"),
    ("notices", "tai-khoan-va-quyen", "troubles"),
    ("account", "dang-nhap-hai-buoc", "troubles"),
    ("mfa", "dang-nhap-hai-buoc", "troubles"),
    ("public", "kiem-tra-van-ban-cua-co-quan", "troubles"),
)
"""Beginning of an address's name, page in Vietnamese, page in English; the longest beginning counts."""
FOR_THE_REST = "troubles"


def target(address_name: str, language: str) -> str:
    """The name of the page of help for the page at that address; what to do when there is none of its own."""
    found = max(
        (one for one in _TARGETS if address_name.startswith(one[0])),
        key=lambda one: len(one[0]),
        default=None,
    )
    if found is None:
        return FOR_THE_REST
    return found[2] if language == "en" else found[1]
