"""Tests of verifier.store, on real SQLite files."""
