"""What stands around a record's page: its words, history, signatures, related papers, copies and level."""
