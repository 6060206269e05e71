"""The signing desk: pages of the sender, the official, the clerk and the administrator."""
