"""What became of a record, version by version, as the archive tells it: nothing here asks the database."""
