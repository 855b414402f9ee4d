"""The constraint components of SHACL Core (SHACL 4) and SHACL-SPARQL (SHACL 5, 6).

Each module reads the parameters of its components from a shape and gives compiled constraints.
"""
