"""The Django room: intake ledger and jobs, catalogue and its search, and what people see.

The only room that imports Django. It holds no document logic: what a page says comes from `pipeline`,
what a record keeps goes to `archive`.
"""
