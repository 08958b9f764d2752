"""The read side: SELECTs that return frozen rows, for the window, the console and the workbook alike.

Nothing here writes, and no mapped entity leaves. Sibling services may import this package; it imports none of those
that write documents.
"""
