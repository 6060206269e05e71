"""The catalogue: every record of the archive, typed and searchable, made from the archive alone."""
