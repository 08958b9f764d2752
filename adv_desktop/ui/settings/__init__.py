"""« Paramètres »."""
