"""Rules that need the documents only (CIT0xx): one rule a file, one line in `ALL_CLAIM_RULES`."""
