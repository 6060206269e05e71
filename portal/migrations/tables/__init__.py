"""The tables of a new database, area by area, for `0001_squashed_0025`."""
