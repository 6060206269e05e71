"""Addresses of the portal. Everything but signing in and choosing a language needs an account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, register_converter
from django.views.i18n import set_language

from portal.api.addresses import addresses
from portal.views import (
    alike,
    downloads,
    page_image,
    record,
    rejected,
    rescan,
    sending,
)
from portal.views.inbox import page
from portal.views.record_page import links
from records.identifiers import is_record_id


class RecordIdConverter:
    """A record identifier in an address; anything else is no address of ours."""

    regex = "hs-[a-z2-7]{24}"

    def to_python(self, value: str) -> str:
        if not is_record_id(value):
            raise ValueError("not a record identifier")
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RecordIdConverter, "record_id")

urlpatterns = [
    path("", page.overview, name="overview"),
    path("work/", page.work, name="work"),
    path("inbox/", include("portal.views.inbox.addresses")),
    path("", include("portal.views.finding.addresses")),
    path("records/<record_id:record_id>/", record.record, name="record"),
    path("records/<record_id:record_id>/pages/<int:number>.webp", page_image.page_image, name="page_image"),
    path(
        "records/<record_id:record_id>/pages/<int:number>.small.webp", page_image.thumbnail, name="thumbnail"
    ),
    path("records/<record_id:record_id>/strip", record.strip, name="record_strip"),
    path("records/<record_id:record_id>/", include("portal.views.record_page.addresses")),
    path("r/<path:code>", links.by_code, name="record_link"),
    path("records/<record_id:record_id>/original", downloads.original, name="original"),
    path("records/<record_id:record_id>/searchable.pdf", downloads.searchable, name="searchable"),
    path("", include("portal.views.review.addresses")),
    path("rescan/", rescan.rescan, name="rescan"),
    path("alike/", alike.alike, name="alike"),
    path("records/<record_id:record_id>/rescan", sending.new_scan, name="send_rescan"),
    path("records/<record_id:record_id>/keep", sending.keep, name="keep_scan"),
    path("records/<record_id:record_id>/rescans/<int:number>", downloads.rescanned, name="rescanned"),
    path("api/v1/", addresses()),
    path("keys/", include("portal.views.keys.addresses")),
    path("outgoing/", include("portal.views.outgoing.addresses")),
    path("", include("portal.views.public.addresses")),
    path("wall/", include("portal.views.wall.addresses")),
    path("audit/", include("portal.views.audit.addresses")),
    path("settings/", include("portal.views.settings.addresses")),
    path("rejected/", rejected.rejected, name="rejected"),
    path("rejected/<int:file_id>/rescan", sending.again, name="send_again"),
    path("", include("portal.views.account.addresses")),
    path("help/", include("portal.views.help.addresses")),
    path("guide/", include("portal.views.guide.addresses")),
    path("people/", include("portal.views.people.addresses")),
    path("language/", login_not_required(set_language), name="set_language"),
]

handler400 = "portal.views.failures.bad_request"
handler403 = "portal.views.failures.forbidden"
handler404 = "portal.views.failures.not_found"
handler500 = "portal.views.failures.failed"
