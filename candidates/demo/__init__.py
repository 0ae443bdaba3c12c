"""A stand-in of the six sites, for `covenue demo`: one small edition of each venue, served on the loopback address in the
sites' own formats, so that the whole program can be tried without network and account.

`editions.json` holds the papers (titles and authors as published, abstracts retold in a sentence or two), `sites` writes them
as each site would, `oai_site` the one that keeps state, `server` answers. Nothing else of covenue needs this package.
"""
