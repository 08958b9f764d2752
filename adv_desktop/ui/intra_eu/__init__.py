"""The declarations of sales in the Union: what a month declares, what it lacks, its files."""
