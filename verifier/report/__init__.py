"""From stored results to the report as data, and from that to files."""
