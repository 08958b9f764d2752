"""Files for other programs: the monthly workbook, lists for Excel, the report for management."""
