"""Benchmarks: every stage of Özek against what a user would take instead.

``python -m benchmarks`` in a checkout; see README.md.
"""
