"""Invoices and credit notes: drafted, validated, printed, corrected."""
