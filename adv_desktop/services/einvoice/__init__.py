"""The electronic invoice: its XML (CII, UBL), made from what is frozen, and the checks of any such file."""
