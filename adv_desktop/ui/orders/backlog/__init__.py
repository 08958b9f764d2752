"""The backlog, line by line: what is left to deliver, for whom, for when, and its sums."""
