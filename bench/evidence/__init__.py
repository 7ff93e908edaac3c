"""What our own copies weigh and cost: `python -m bench.evidence --help`."""
