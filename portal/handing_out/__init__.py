"""Copies handed out by the office: which personal data is hidden, for whom, and that it was written down."""
