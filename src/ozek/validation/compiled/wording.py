"""Words of the engine itself: for results of shapes without a message, and for checks given up."""

from __future__ import annotations

from rdflib import Literal

from ozek.validation.compiled.paths import SH
from ozek.validation.compiled.results import Result

_DEFAULT = {
    "Class": "The value is not of the class asked for.",
    "Datatype": "The value does not have the datatype asked for, or not its form.",
    "NodeKind": "The value is not of the kind of node asked for.",
    "MinCount": "There are fewer values than there have to be.",
    "MaxCount": "There are more values than there may be.",
    "MinExclusive": "The value is not greater than the bound.",
    "MinInclusive": "The value is less than the bound.",
    "MaxExclusive": "The value is not less than the bound.",
    "MaxInclusive": "The value is greater than the bound.",
    "MinLength": "The value is shorter than it has to be.",
    "MaxLength": "The value is longer than it may be.",
    "Pattern": "The value does not match the pattern.",
    "LanguageIn": "The value is not in one of the languages asked for.",
    "UniqueLang": "A language is used by more than one value.",
    "Equals": "The values of the two properties are not the same.",
    "Disjoint": "The value is a value of the other property too.",
    "LessThan": "The value is not less than that of the other property.",
    "LessThanOrEquals": "The value is greater than that of the other property.",
    "Not": "The value conforms to a shape that it must not conform to.",
    "And": "The value does not conform to all of the shapes.",
    "Or": "The value conforms to none of the shapes.",
    "Xone": "The value conforms to none, or to more than one, of the shapes.",
    "Node": "The value does not conform to the shape.",
    "QualifiedMinCount": "Fewer values conform to the shape than have to.",
    "QualifiedMaxCount": "More values conform to the shape than may.",
    "Closed": "The shape does not allow this property.",
    "HasValue": "The value asked for is missing.",
    "In": "The value is not one of those allowed.",
}


def default_message(one: Result) -> Literal:
    """What is wrong, for a result whose shape does not say it."""
    name = str(one.component).removeprefix(SH).removesuffix("ConstraintComponent")
    return Literal(_DEFAULT.get(name, "The query of the shape finds a fault."), lang="en")


def given_up(reason: str) -> tuple[tuple[str, str], ...]:
    """That the check of a shape was not finished, as (language, text) pairs."""
    return (
        ("en", f"This shape was not checked to the end: {reason}."),
        ("kk", f"Бұл пішін соңына дейін тексерілмеді ({reason})."),
        ("ru", f"Эта форма не проверена до конца ({reason})."),
    )
