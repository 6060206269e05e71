"""Addresses of the review station; those below a record lie beside the record's own."""

from __future__ import annotations

from django.urls import path

from portal.views.review import in_hand, moving, pages, papers, queue, spots, station

urlpatterns = [
    path("review/", queue.queue, name="review_queue"),
    path("review/next", queue.next_record, name="review_next"),
    path("records/<record_id:record_id>/review", station.review, name="review"),
    path("records/<record_id:record_id>/review/fields", station.fields, name="review_fields"),
    path("records/<record_id:record_id>/review/claim", in_hand.sign_of_life, name="review_claim"),
    path("records/<record_id:record_id>/review/take-over", in_hand.take, name="review_take_over"),
    path("records/<record_id:record_id>/review/drafts", in_hand.drafts, name="review_drafts"),
    path("records/<record_id:record_id>/review/drafts/drop", in_hand.drop_drafts, name="review_drop_drafts"),
    path("records/<record_id:record_id>/review/read", spots.read_again, name="review_read"),
    path("records/<record_id:record_id>/review/pages", pages.pages, name="review_pages"),
    path("records/<record_id:record_id>/review/leave", queue.leave_record, name="review_leave"),
    path("records/<record_id:record_id>/turn", papers.turn_page, name="turn"),
    path("records/<record_id:record_id>/order", papers.order, name="order"),
    path("records/<record_id:record_id>/divide", papers.divide_here, name="divide"),
    path("records/<record_id:record_id>/move", moving.move_pages, name="move_pages"),
    path("records/<record_id:record_id>/move/targets", moving.targets, name="move_targets"),
    path("records/<record_id:record_id>/move/back", moving.move_back, name="move_back"),
    path("records/<record_id:record_id>/join", papers.join_before, name="join"),
]
