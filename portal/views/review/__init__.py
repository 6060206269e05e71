"""The review station: what waits, one record beside its page, and what becomes of it."""
