"""The run of a crawl and the import of saved files: into the store, with a report an edition."""
