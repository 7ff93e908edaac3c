"""The only client of cited hosts."""
