"""« Stock »: what is there, who gets it, what is to come and to buy."""
