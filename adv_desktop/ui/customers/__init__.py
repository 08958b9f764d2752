"""« Clients »."""
