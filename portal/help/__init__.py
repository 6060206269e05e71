"""Help inside the portal: the how-to pages of docs/, and short pages for roles, keys, states, troubles.

`how_to` and `reference` are links to docs/how-to and docs/reference, so that a page has one text wherever
it is read; a built package holds copies of them.
"""
