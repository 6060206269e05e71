"""The page for citizens."""
