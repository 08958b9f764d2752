"""« Articles »."""
