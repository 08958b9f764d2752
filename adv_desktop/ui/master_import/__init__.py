"""Files of master data."""
