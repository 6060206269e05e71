"""The sub-commands of `hoso`, one file each: `SUMMARY`, `add_arguments(parser)`, `run(arguments, settings, data_dir)`."""
