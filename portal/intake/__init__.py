"""How a dropped file becomes a row of the ledger, and how it is never lost on the way.

`ledger.Intake` takes and refuses files and settles what a crash left open; `staging` holds them while
they are worked on; `originals` lays the person's own file in `done/` or `rejected/`; `durable` writes so
that what was written is on the disk.
"""
