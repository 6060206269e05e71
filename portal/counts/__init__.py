"""How many papers came, and where they stand: one definition for inbox, wall and API.

A paper that came in stands in one of five places: filed, in review, refused, a duplicate, or still in work.
What was scanned on a day is their sum, so that the numbers always add up.
"""
