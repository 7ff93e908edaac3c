"""Pass or fail: what the findings about a change come to. Pure."""
