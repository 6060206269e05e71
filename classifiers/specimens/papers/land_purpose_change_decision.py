"""Quyết định, Chuyển mục đích sử dụng đất: form 1.2 of Decree 30/2020 with the case in Article 1."""

from classifiers.specimens.decisions_for_people import purpose_change as write

__all__ = ["write"]
