"""The fields of the seller, shared by the first start and the settings."""
