"""How long the gate takes to start: `python -m bench.startup --help`."""
