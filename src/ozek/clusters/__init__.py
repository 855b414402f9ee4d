"""Clusters: their anatomy, how complete it is, and answers about it in three languages."""

from ozek.clusters.anatomy import anatomies, anatomy, cluster_iris
from ozek.clusters.answer import Answer
from ozek.clusters.card import health_card
from ozek.clusters.comparing import compare
from ozek.clusters.diagnosis import Diagnosis, diagnose
from ozek.clusters.naming import resolve_actor, resolve_cluster
from ozek.clusters.network import cluster_network, supply_network
from ozek.clusters.parts import Anatomy
from ozek.clusters.policy import PolicyCoverage, TargetEvidence, policy_coverage, target_evidence
from ozek.clusters.what_if import STATE, state_actors, what_if

__all__ = [
    "STATE",
    "Anatomy",
    "Answer",
    "Diagnosis",
    "PolicyCoverage",
    "TargetEvidence",
    "anatomies",
    "anatomy",
    "cluster_iris",
    "cluster_network",
    "compare",
    "diagnose",
    "health_card",
    "policy_coverage",
    "resolve_actor",
    "resolve_cluster",
    "state_actors",
    "supply_network",
    "target_evidence",
    "what_if",
]
