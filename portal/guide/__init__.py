"""The first steps of an office, each held against what is there."""
