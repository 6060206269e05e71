"""What people correct: kept as evidence, filed as a new version of the record, and handed on for learning.

A correction never overwrites: the version before it keeps every byte, and `corrections.json` grows by what
was before, what is now, who said so, when and why.
"""
