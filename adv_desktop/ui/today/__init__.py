"""« À traiter »: what waits for someone today."""
