"""Pictures of pages for the screen: drawn from the archive, kept on disk for a while, within bounds."""
