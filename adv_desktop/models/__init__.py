"""Data and the invariants that one document can check alone."""
