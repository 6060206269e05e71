"""The work: takes what the ledger owes, page by page, until each file is a record in the archive.

`worker` drives; `plan` says what comes next; `entries` reads and writes the ledger; `work` holds the steps
that run in child processes; `dispatchers` run them; `filing` brings a finished record into the catalogue;
`progress` tells how far everything is; `lock` keeps a data directory to one process.
"""
