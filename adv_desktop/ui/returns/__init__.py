"""Returns: the list, allowing one of a delivery, inspecting the goods, settling it."""
