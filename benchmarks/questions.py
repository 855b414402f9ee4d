"""The questions every SPARQL engine is asked; ``CLUSTERS`` only where there are clusters."""

from __future__ import annotations

PREFIXES = """
PREFIX ozek: <https://w3id.org/ozek/ontology#>
PREFIX ozt: <https://w3id.org/ozek/taxonomy/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

GENERAL = {
    "organisations per country": """
        SELECT ?country (COUNT(DISTINCT ?actor) AS ?count) WHERE {
            ?actor ozek:hasRecordStatus ?status ; ozek:isLocatedIn+ ?country .
            ?country a ozek:Country
        } GROUP BY ?country ORDER BY ?country""",
    "organisations per kind": """
        SELECT ?kind (COUNT(?actor) AS ?count) WHERE {
            ?actor ozek:hasRecordStatus ?status ; a ?kind
        } GROUP BY ?kind ORDER BY ?kind""",
    "parent's parent": """
        SELECT ?actor ?top WHERE {
            ?actor org:subOrganizationOf/org:subOrganizationOf ?top
        } ORDER BY ?actor ?top""",
    "parent in the same town": """
        SELECT ?actor ?parent ?town WHERE {
            ?actor org:subOrganizationOf ?parent ; ozek:isLocatedIn ?town .
            ?parent ozek:isLocatedIn ?town ; a ?kind .
        } ORDER BY ?actor ?parent ?town""",
    "without web domain": """
        SELECT ?actor WHERE {
            ?actor ozek:hasRecordStatus ?status
            FILTER NOT EXISTS { ?actor ozek:webDomain ?domain }
        } ORDER BY ?actor""",
    "young ones with details": """
        SELECT ?actor ?label ?domain ?parent WHERE {
            ?actor ozek:foundingYear ?year FILTER(?year >= 2015)
            OPTIONAL { ?actor skos:prefLabel ?label }
            OPTIONAL { ?actor ozek:webDomain ?domain }
            OPTIONAL { ?actor org:subOrganizationOf ?parent }
        } ORDER BY ?actor ?label ?domain ?parent""",
    "text in a name": """
        SELECT ?thing ?label WHERE {
            ?thing skos:prefLabel ?label FILTER(CONTAINS(LCASE(STR(?label)), "park"))
        } ORDER BY ?thing ?label""",
    "passages behind old foundings": """
        SELECT ?actor ?year ?passage WHERE {
            GRAPH ?graph { ?actor ozek:foundingYear ?year FILTER(?year < 1930) }
            GRAPH ?provenance { ?graph prov:wasQuotedFrom ?passage }
        } ORDER BY ?actor ?year ?passage""",
}

CLUSTERS = {
    "suppliers per cluster": """
        SELECT ?cluster (COUNT(DISTINCT ?actor) AS ?count) WHERE {
            ?participation org:member ?actor ; org:role ozt:role-supplier ;
                ozek:isInSegment/ozek:isSegmentOf ?cluster .
        } GROUP BY ?cluster ORDER BY DESC(?count) ?cluster""",
    "functions nobody provides": """
        SELECT ?cluster ?function WHERE {
            ?cluster a ozek:Cluster . ?function skos:inScheme ozt:function .
            MINUS {
                ?participation ozek:performsFunction ?function ;
                    ozek:isInSegment/ozek:isSegmentOf ?cluster
            }
        } ORDER BY ?cluster ?function""",
    "benefits of zone participants": """
        SELECT ?actor ?zone ?benefit ?levy WHERE {
            ?actor ozek:isZoneParticipantOf ?zone .
            ?zone ozek:appliesRegime/ozek:grantsBenefit ?benefit .
            ?benefit ozek:concernsLevy ?levy .
        } ORDER BY ?actor ?zone ?benefit ?levy""",
    "targets not achieved": """
        SELECT ?document ?target ?year WHERE {
            ?document ozek:setsTarget ?target . ?target ozek:byYear ?year .
            ?assessment ozek:assesses ?target ;
                ozek:hasTargetStatus ozt:target-status-not-achieved .
        } ORDER BY ?document ?target ?year""",
}

QUESTIONS = {name: PREFIXES + text for name, text in (GENERAL | CLUSTERS).items()}
