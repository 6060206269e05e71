"""Where the portal's rows lie: a file of SQLite in the data directory, or a PostgreSQL server."""
