"""The first steps."""
