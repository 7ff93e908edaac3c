"""Bytes to facts: what a fetched body says of itself. Pure: no network, no disk, no clock."""
