"""The graph over HTTP: a SPARQL 1.1 endpoint that keeps to the standard and to its limits."""
