"""Work in review before it is a version: whose turn a record is, what was typed, in which order it waits."""
