"""Addresses below a record's own."""

from __future__ import annotations

from django.urls import path

from portal.views import downloads
from portal.views.record_page import changing, handing_out, printing, words

urlpatterns = [
    path("pages/<int:number>/words", words.words, name="record_words"),
    path("versions/<int:version>/record.json", downloads.described, name="record_json"),
    path("compare", changing.compare, name="record_compare"),
    path("level", changing.change_level, name="record_level"),
    path("verify", changing.verify, name="record_verify"),
    path("copy", handing_out.hand_out, name="record_copy"),
    path("print", printing.print_view, name="record_print"),
]
