"""Measures that are asked with parameters, each answered by sentence, rows and source."""

from ozek.measuring.asked import Found
from ozek.measuring.named import ANSWERS, Named, answer
from ozek.measuring.observations import Quotients, observed_quotients
from ozek.measuring.shown import in_words

__all__ = ["ANSWERS", "Found", "Named", "Quotients", "answer", "in_words", "observed_quotients"]
