"""Help: the index, one page of it, a page of reference."""
