"""Writers: canonical Turtle and TriG, other RDF syntaxes, graph files for Gephi."""
