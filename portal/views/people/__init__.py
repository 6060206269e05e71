"""Pages of an administrator: accounts, roles, units."""
