"""Addresses of the inbox, below `inbox/`; its first page is `/`."""

from __future__ import annotations

from django.urls import path, register_converter

from portal.views.inbox import acting, asking, handing_in, lists, scanner_room


class UploadConverter:
    """The identifier of an upload: 32 hexadecimal digits."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(UploadConverter, "upload")

urlpatterns = [
    path("files/", lists.files, name="inbox_files"),
    path("files/<int:file_id>/remove", acting.remove, name="inbox_remove"),
    path("files/<int:file_id>/retry", acting.retry, name="inbox_retry"),
    path("hand-in", handing_in.plain, name="inbox_hand_in"),
    path("uploads/begin", handing_in.begin, name="upload_begin"),
    path("uploads/join", handing_in.join, name="upload_join"),
    path("uploads/<upload:upload_id>/piece", handing_in.piece, name="upload_piece"),
    path("uploads/<upload:upload_id>/state", handing_in.state, name="upload_state"),
    path("uploads/<upload:upload_id>/finish", handing_in.finish, name="upload_finish"),
    path("uploads/<upload:upload_id>/cancel", handing_in.cancel, name="upload_cancel"),
    path("ask/<record_id:record_id>", asking.ask, name="inbox_ask"),
    path("asked/<int:request_id>/withdraw", asking.withdraw, name="inbox_withdraw"),
    path("scanner-room/", scanner_room.guide, name="inbox_scanner_room"),
    path("scanner-room/separators.pdf", scanner_room.separators, name="inbox_separators"),
]
