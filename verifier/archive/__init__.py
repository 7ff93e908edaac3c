"""The only client of web archives."""
