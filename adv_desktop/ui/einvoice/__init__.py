"""An electronic invoice of anyone: what it says, and the verdict on it."""
