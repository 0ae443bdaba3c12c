"""Files saved by hand, as papers: `recognise` says what a file is, beside it a parser for each format that people have. Pure."""
