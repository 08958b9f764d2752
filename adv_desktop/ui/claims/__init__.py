"""Claims: the list, opening one on a document, deciding it, carrying it out, closing it."""
