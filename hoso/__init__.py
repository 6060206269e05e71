"""The front door: settings read once, the one place that wires the rooms, and the `hoso` command."""

__version__ = "0.1.0"
