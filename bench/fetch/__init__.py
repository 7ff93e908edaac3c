"""Fetching against a loopback web with the hosts of a real corpus: `python -m bench.fetch --help`."""
