"""Is the fetched page the document that the citation names? Rates over real saved pages."""
