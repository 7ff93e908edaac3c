"""Measurements with a command and a committed table of results."""
