"""Settings by web: the office's, those of record types, and the roots that the office trusts."""
