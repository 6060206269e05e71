"""The sub-commands of `hoso`, one file each.

A file holds `SUMMARY`, `add_arguments(parser)` and `run(arguments, settings, data_dir) -> exit code`.
"""
