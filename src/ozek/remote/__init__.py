"""The graph in a SPARQL service: the same questions and answers where the quads are elsewhere."""
