"""What came by day, and what was done: kept counts for the wall, equal to what inbox and archive say."""
