"""Deliveries: prepared, shipped, followed until they arrive."""
