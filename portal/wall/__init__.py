"""The wall: the office's numbers as drawn charts, for a leader's screen or a television."""
