"""Is this the same paper? One rule for the crawl, the import, the list and the labels."""
