"""Depots at customers': what of ours lies there, what goes there, comes back, is used, is counted."""
