"""« Devis »: the list, the form, and the way to the order."""
