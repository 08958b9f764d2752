"""ADV Desktop: the sales administration of a small company, on one workstation."""

__version__ = "0.1.0"
