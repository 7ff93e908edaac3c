"""A guided tour on loopback: a small web, a small archive and a small corpus."""
