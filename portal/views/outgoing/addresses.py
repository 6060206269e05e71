"""Addresses of the signing desk, below `outgoing/`."""

from __future__ import annotations

from django.urls import path, register_converter

from portal.views.outgoing import (
    books,
    clerk,
    document,
    mine,
    own_computer,
    papers,
    people,
    pictures,
    placing,
    signing,
)


class PlaceConverter:
    """What is placed on a page: a signer's signature by ordinal, the seal, the number, the date."""

    regex = r"seal|number|date|\d{1,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(PlaceConverter, "place")

urlpatterns = [
    path("", mine.outgoing, name="outgoing"),
    path("hand-in", mine.handing_in, name="outgoing_hand_in"),
    path("signing/", signing.waiting, name="outgoing_signing"),
    path("signing/sign", signing.sign, name="outgoing_sign"),
    path("signing/seal", signing.seal, name="outgoing_seal"),
    path("signing/otp", signing.otp, name="outgoing_otp"),
    path("batches/<uuid:key>/", signing.batch, name="outgoing_batch"),
    path("batches/<uuid:key>/progress", signing.batch_progress, name="outgoing_batch_progress"),
    path("batches/<uuid:key>/turn", own_computer.turn, name="outgoing_turn"),
    path("signing/announce", own_computer.announce, name="outgoing_announce"),
    path("signing/begin", own_computer.begin_here, name="outgoing_begin_here"),
    path("signing/certificate", own_computer.show_certificate, name="outgoing_show_certificate"),
    path("people/offers/<int:offer_id>", people.decide_offer, name="outgoing_decide_offer"),
    path("clerk/", clerk.clerk, name="outgoing_clerk"),
    path("clerk/numbers", clerk.give_numbers, name="outgoing_numbers"),
    path("books/", books.books, name="outgoing_books"),
    path("signing/picture.png", papers.own_picture, name="outgoing_own_picture"),
    path("books/book.xlsx", books.as_xlsx, name="outgoing_book_xlsx"),
    path("books/book.pdf", books.as_pdf, name="outgoing_book_pdf"),
    path("books/begin", books.begin_book, name="outgoing_begin_book"),
    path("people/", people.people, name="outgoing_people"),
    path("people/bind", people.bind_certificate, name="outgoing_bind"),
    path("people/bindings/<int:binding_id>/end", people.end_binding, name="outgoing_end_binding"),
    path("people/mandate", people.add_mandate, name="outgoing_add_mandate"),
    path("people/mandates/<int:mandate_id>/end", people.end_mandate, name="outgoing_end_mandate"),
    path("<int:document_id>/", document.document, name="outgoing_document"),
    path("<int:document_id>/paper", papers.paper, name="outgoing_paper"),
    path("<int:document_id>/seen", papers.seen, name="outgoing_seen"),
    path("<int:document_id>/trial.webp", pictures.trial, name="outgoing_trial"),
    path("<int:document_id>/verdicts", document.verdicts, name="outgoing_verdicts"),
    path("<int:document_id>/describe", document.describe, name="outgoing_describe"),
    path("<int:document_id>/refuse", document.send_back, name="outgoing_refuse"),
    path("<int:document_id>/recall", document.take_back, name="outgoing_recall"),
    path("<int:document_id>/files/<int:ordinal>", document.file, name="outgoing_file"),
    path(
        "<int:document_id>/files/<int:ordinal>/pages/<int:number>.webp", pictures.page, name="outgoing_page"
    ),
    path("<int:document_id>/places/<place:what>.webp", pictures.place, name="outgoing_place"),
    path("<int:document_id>/placing/<place:what>", placing.placing, name="outgoing_placing"),
]
