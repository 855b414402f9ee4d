"""SPARQL 1.1 Protocol: requests read strictly, queries run in workers that can be killed."""
