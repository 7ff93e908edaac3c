"""Our own copies of what was fetched: WARC files (ISO 28500). The only user of warcio."""
