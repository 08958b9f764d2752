"""A customer's order file set beside our data, before anything is written."""
