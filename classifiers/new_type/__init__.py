"""Begins the file of a new record type from one filled paper, for a records office to go over.

What is printed becomes title, labels, sections and anchors; what was filled in only tells the kind of each
field and is never written down: the paper is somebody's, and the file goes from office to office.
"""

from classifiers.new_type.proposal import Proposal, propose
from classifiers.new_type.writing import file_text, write_new_type

__all__ = ["Proposal", "file_text", "propose", "write_new_type"]
