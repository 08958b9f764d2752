"""Pure rules of the trade: numbers and dates in, numbers and dates out."""
