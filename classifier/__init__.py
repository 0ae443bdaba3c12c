"""Does a paper belong in the list, where, and why. Knows `spiders.paper` and nothing else of the other rooms."""
