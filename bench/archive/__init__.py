"""How archiving goes over weeks: a simulated fortnight with every trouble at once."""
