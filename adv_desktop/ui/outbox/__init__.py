"""« Boîte d'envoi »: the messages to customers, read, corrected and sent."""
