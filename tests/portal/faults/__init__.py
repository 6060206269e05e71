"""Steps that fail in every way that a step can fail, for tests of what outlives them."""
