"""Finds a record's fields on its pages: beside their labels, and by their place on the paper."""

from classifiers.extraction.fields import extract

__all__ = ["extract"]
