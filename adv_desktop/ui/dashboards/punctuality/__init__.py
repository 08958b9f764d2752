"""The service rate of a month, group by group, with the lines behind each figure."""
