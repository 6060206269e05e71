"""What people see: one file a page, each a plain function from a request to a response."""
