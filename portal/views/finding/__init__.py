"""Finding records: the page, what it suggests, searches that are kept, tables to take away, papers alike."""
