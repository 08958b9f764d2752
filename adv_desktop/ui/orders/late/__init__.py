"""The late and at-risk lines: looked at, sent to logistics, and dated anew."""
