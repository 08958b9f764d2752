"""Payments: the list, receiving and allocating money, bounced payments, refunds, credits set against invoices."""
