"""The letters of a private plane that stand in a form for what a paper's record gives, and for what is taken out. Pure."""

import re

# Slots stand for what a paper's record gives, HOLE for what is taken out.
SLOTS = {kind: chr(0xE000 + n) for n, kind in enumerate(("title", "acronym", "authors", "venue", "year", "year2", "checkbox"))}
TITLE, ACRONYM, AUTHORS, VENUE, YEAR, YEAR2, CHECKBOX = SLOTS.values()
# The venue and the colour within the address of a badge.
BADGE_VENUE, BADGE_COLOUR = "\ue020", "\ue021"
ADDRESSES = {role: chr(0xE010 + n) for n, role in enumerate(("page", "pdf", "doi", "openreview"))}
ROLES = {slot: role for role, slot in ADDRESSES.items()}
# What a link to the paper is called, where the model calls it by a site.
LABEL = "\ue022"
HOLE = "\ue030"
SLOT = re.compile("[\ue000-\ue02f]")
ADDRESS = re.compile("[\ue010-\ue01f]")
