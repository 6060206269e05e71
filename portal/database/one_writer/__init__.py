"""Django's PostgreSQL with one writer at a time; Django loads `base` of this package."""
