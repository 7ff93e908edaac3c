"""One file a format, one line in `FORMATS`."""
