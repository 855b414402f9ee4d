"""Clusters: their anatomy, how complete it is, and answers about it."""

from ozek.clusters.anatomy import anatomies, anatomy, cluster_iris
from ozek.clusters.parts import Anatomy

__all__ = ["Anatomy", "anatomies", "anatomy", "cluster_iris"]
