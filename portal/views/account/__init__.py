"""Pages of a person's own account: signing in, the second factor, sessions, notices."""
