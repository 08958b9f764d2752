"""Lists over ids and blocks, and the grid of document lines."""
