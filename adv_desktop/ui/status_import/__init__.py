"""Files of electronic statuses, looked at and then recorded."""
