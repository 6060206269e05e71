"""What the index in PostgreSQL holds and how it is asked; `backends.postgresql` puts it together."""
