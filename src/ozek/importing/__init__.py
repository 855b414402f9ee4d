"""Outside tables and registers, turned into statement graphs with their provenance.

Each module reads one kind of input and yields N-Quads lines, one statement each, so that a dump of
any size streams; :mod:`ozek.importing.nquads` writes the terms and the provenance they share.
"""
