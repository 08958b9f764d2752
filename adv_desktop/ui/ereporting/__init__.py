"""The e-reporting of a period: its figures, how they agree with the invoices, its file."""
