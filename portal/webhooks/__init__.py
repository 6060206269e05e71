"""Tells other systems what happens: an outbox beside what happened, and a thread that delivers it, signed."""
