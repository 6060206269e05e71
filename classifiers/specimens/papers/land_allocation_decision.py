"""Quyết định, Giao đất: form 1.2 of Decree 30/2020 with the case in Article 1."""

from classifiers.specimens.decisions_for_people import allocation as write

__all__ = ["write"]
