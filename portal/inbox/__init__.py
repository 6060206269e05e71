"""What came in and what became of it: where each file stands, the day's count, and the lists behind it."""
