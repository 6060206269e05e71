"""Quyết định, Trợ cấp xã hội: form 1.2 of Decree 30/2020 with the case in Article 1."""

from classifiers.specimens.decisions_for_people import social_allowance as write

__all__ = ["write"]
