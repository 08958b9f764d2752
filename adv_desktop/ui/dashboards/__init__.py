"""The dashboards: the month's figures, the charts, and the report."""
