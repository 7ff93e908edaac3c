"""Rules about one fetched page and one citation (CIT1xx, CIT2xx, CIT4xx): one rule a file."""
