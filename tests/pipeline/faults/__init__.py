"""Engines that fail in every way an engine can; settings name them as `tests.pipeline.faults.<file>:<Class>`."""
