"""Orders: the list, the order form, what can be done with an order."""
