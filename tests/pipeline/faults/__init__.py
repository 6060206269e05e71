"""Engines that fail in every way an engine can; named as `tests.pipeline.faults.<file>:<Class>`."""
