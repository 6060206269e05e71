"""Keys of other systems: made by whoever they act for, ended by them or by an administrator."""
