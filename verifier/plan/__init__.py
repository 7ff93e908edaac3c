"""What to do next: what is due, when a host may be asked again, what a run will cost. Pure."""
