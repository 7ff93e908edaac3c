"""The disk side of the corpus: files to documents, each value with its exact place."""
