"""Tax forms: the form's number at the corner, tax codes in boxes, items filled in by hand or by a program."""

from __future__ import annotations

from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts import application_form


def write(form: Form) -> None:
    """Any tax form, as an application with boxes."""
    form.boxes = True
    application_form.write(form)
