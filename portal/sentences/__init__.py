"""Sentences that records and rows hold in Vietnamese, said to readers of English."""
