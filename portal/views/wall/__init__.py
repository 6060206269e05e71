"""The wall's pages: the board, screens without an account, and second looks at filed records."""
