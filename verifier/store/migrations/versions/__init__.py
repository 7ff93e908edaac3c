"""One file a step, never changed once released. A file says what it adds; nothing is ever undone."""
