"""Who is the same as whom: a project's actors against a register or against each other.

Names are brought into one spelling (:mod:`.spelling`, :mod:`.lexicon`), pairs worth a look are
found without comparing everything with everything (:mod:`.candidates`), what speaks for and against
each is weighed (:mod:`.scoring`), and the result is a table of proposals (:mod:`.sssom`) that a
person decides on. Only what was accepted becomes statements (:mod:`.accepting`).
"""

from ozek.linking.accepting import Accepted, accept
from ozek.linking.entities import Entity, entities_of, read_register
from ozek.linking.matching import Linked, Proposal, duplicates, link
from ozek.linking.scoring import THRESHOLD, Evidence, compare

__all__ = [
    "THRESHOLD",
    "Accepted",
    "Entity",
    "Evidence",
    "Linked",
    "Proposal",
    "accept",
    "compare",
    "duplicates",
    "entities_of",
    "link",
    "read_register",
]
