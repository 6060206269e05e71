"""Knows what a paper is: pages in, its record type and the values of its fields out.

`catalogue` reads the record types, `validators` judge single values, `type_model` names a paper's type,
`extraction` reads its fields, `understanding` puts them together. Nothing here opens a file of the archive.
"""
