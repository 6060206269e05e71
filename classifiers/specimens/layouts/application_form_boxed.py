"""Application forms whose personal numbers stand in boxes, a figure to a box."""

from __future__ import annotations

from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts import application_form


def write(form: Form) -> None:
    """Any such form, as an application with boxes."""
    form.boxes = True
    application_form.write(form)
