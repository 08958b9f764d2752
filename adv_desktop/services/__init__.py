"""The verbs of the trade, each one transaction."""
