"""Addresses of the wall."""

from __future__ import annotations

from django.urls import path

from portal.views.wall import behind, board, samples, screens

urlpatterns = [
    path("", board.wall, name="wall"),
    path("board/", board.board, name="wall_board"),
    path("screen/<str:secret>/", board.screen, name="wall_screen"),
    path("screen/<str:secret>/board/", board.screen_board, name="wall_screen_board"),
    path("screens/", screens.screens, name="wall_screens"),
    path("screens/make", screens.make_screen, name="wall_screen_make"),
    path("screens/<int:link_id>/end", screens.end_screen, name="wall_screen_end"),
    path("samples/", samples.samples, name="wall_samples"),
    path("samples/draw", samples.draw_samples, name="wall_samples_draw"),
    path("samples/<int:check_id>/done", samples.sample_done, name="wall_sample_done"),
    path("behind/pages/", behind.pages, name="wall_pages"),
    path("behind/reviews/", behind.reviewed, name="wall_reviews"),
    path("behind/signatures/", behind.signed, name="wall_signings"),
    path("behind/checks/", behind.checked, name="wall_checks"),
]
