"""dblp: titles and authors of a contents page through SPARQL, which dblp leaves open to programs; the last resort, no abstracts.

dblp.org itself asks every program to prove that it is a person (since 2026-09), so it is not asked.
"""

from urllib.parse import quote

from spiders.formats import dblp
from spiders.visit import Visit

ENDPOINT = "https://sparql.dblp.org/sparql"
QUERY = """PREFIX dblp: <https://dblp.org/rdf/schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?paper ?title ?primary ?ord ?name WHERE {
  ?paper dblp:listedOnTocPage <https://dblp.org/db/%s> ; dblp:title ?title .
  OPTIONAL { ?paper dblp:primaryDocumentPage ?primary }
  OPTIONAL { ?paper dblp:hasSignature ?signature . ?signature dblp:signatureDblpName ?name ; dblp:signatureOrdinal ?ord }
} ORDER BY ?paper xsd:integer(?ord)"""


async def contents(visit: Visit) -> None:
    """The contents pages that the places name; they declare no total."""
    for place in visit.places:
        await visit.page(place, f"{ENDPOINT}?query={quote(QUERY % place)}&format=json", dblp.sparql, "json")
