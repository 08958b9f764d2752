"""The controls of a month end on screen."""
