"""Words of the engine itself: for results of shapes without a message, and for checks given up."""

from __future__ import annotations

from rdflib import Literal

from ozek.validation.compiled.paths import SH
from ozek.validation.compiled.results import Result

_DEFAULT = {
    "Class": (
        "The value is not of the class asked for.",
        "Мән талап етілген классқа жатпайды.",
        "Значение не принадлежит требуемому классу.",
    ),
    "Datatype": (
        "The value does not have the datatype asked for, or not its form.",
        "Мәннің деректер типі басқа немесе жазылуы ол типке сай емес.",
        "У значения не тот тип данных, или его запись этому типу не соответствует.",
    ),
    "NodeKind": (
        "The value is not of the kind of node asked for.",
        "Мән талап етілген түйін түріне жатпайды.",
        "Значение – узел не того вида, который требуется.",
    ),
    "MinCount": (
        "There are fewer values than there have to be.",
        "Мәндер саны қажеттіден аз.",
        "Значений меньше, чем должно быть.",
    ),
    "MaxCount": (
        "There are more values than there may be.",
        "Мәндер саны рұқсат етілгеннен көп.",
        "Значений больше, чем допускается.",
    ),
    "MinExclusive": (
        "The value is not greater than the bound.",
        "Мән шектен үлкен емес.",
        "Значение не больше границы.",
    ),
    "MinInclusive": (
        "The value is less than the bound.",
        "Мән шектен кіші.",
        "Значение меньше границы.",
    ),
    "MaxExclusive": (
        "The value is not less than the bound.",
        "Мән шектен кіші емес.",
        "Значение не меньше границы.",
    ),
    "MaxInclusive": (
        "The value is greater than the bound.",
        "Мән шектен үлкен.",
        "Значение больше границы.",
    ),
    "MinLength": (
        "The value is shorter than it has to be.",
        "Мән қажеттіден қысқа.",
        "Значение короче, чем должно быть.",
    ),
    "MaxLength": (
        "The value is longer than it may be.",
        "Мән рұқсат етілгеннен ұзын.",
        "Значение длиннее, чем допускается.",
    ),
    "Pattern": (
        "The value does not match the pattern.",
        "Мән үлгіге сәйкес келмейді.",
        "Значение не соответствует образцу.",
    ),
    "LanguageIn": (
        "The value is not in one of the languages asked for.",
        "Мән талап етілген тілдердің бірінде емес.",
        "Значение не на одном из требуемых языков.",
    ),
    "UniqueLang": (
        "A language is used by more than one value.",
        "Бір тілде бірнеше мән бар.",
        "На одном языке дано несколько значений.",
    ),
    "Equals": (
        "The values of the two properties are not the same.",
        "Екі қасиеттің мәндері бірдей емес.",
        "Значения двух свойств не совпадают.",
    ),
    "Disjoint": (
        "The value is a value of the other property too.",
        "Мән екінші қасиетте де кездеседі.",
        "Это же значение есть и у другого свойства.",
    ),
    "LessThan": (
        "The value is not less than that of the other property.",
        "Мән екінші қасиеттің мәнінен кіші емес.",
        "Значение не меньше значения другого свойства.",
    ),
    "LessThanOrEquals": (
        "The value is greater than that of the other property.",
        "Мән екінші қасиеттің мәнінен үлкен.",
        "Значение больше значения другого свойства.",
    ),
    "Not": (
        "The value conforms to a shape that it must not conform to.",
        "Мән сәйкес келмеуі тиіс пішінге сәйкес келеді.",
        "Значение соответствует форме, которой соответствовать не должно.",
    ),
    "And": (
        "The value does not conform to all of the shapes.",
        "Мән пішіндердің бәріне бірдей сәйкес келмейді.",
        "Значение соответствует не всем формам.",
    ),
    "Or": (
        "The value conforms to none of the shapes.",
        "Мән пішіндердің ешқайсысына сәйкес келмейді.",
        "Значение не соответствует ни одной из форм.",
    ),
    "Xone": (
        "The value conforms to none, or to more than one, of the shapes.",
        "Мән пішіндердің дәл біріне емес, бірнешеуіне сәйкес келеді немесе ешқайсысына келмейді.",
        "Значение соответствует не ровно одной форме: ни одной или нескольким.",
    ),
    "Node": (
        "The value does not conform to the shape.",
        "Мән пішінге сәйкес келмейді.",
        "Значение не соответствует форме.",
    ),
    "QualifiedMinCount": (
        "Fewer values conform to the shape than have to.",
        "Пішінге сәйкес келетін мәндер саны қажеттіден аз.",
        "Форме соответствует меньше значений, чем нужно.",
    ),
    "QualifiedMaxCount": (
        "More values conform to the shape than may.",
        "Пішінге сәйкес келетін мәндер саны рұқсат етілгеннен көп.",
        "Форме соответствует больше значений, чем допускается.",
    ),
    "Closed": (
        "The shape does not allow this property.",
        "Пішін бұл қасиетке рұқсат бермейді.",
        "Форма не допускает этого свойства.",
    ),
    "HasValue": (
        "The value asked for is missing.",
        "Талап етілген мән жоқ.",
        "Нет требуемого значения.",
    ),
    "In": (
        "The value is not one of those allowed.",
        "Мән рұқсат етілгендердің қатарында жоқ.",
        "Значение не входит в число допустимых.",
    ),
}
_OTHER = (
    "The query of the shape finds a fault.",
    "Пішіннің сұрауы ақау тапты.",
    "Запрос формы нашёл ошибку.",
)


def default_messages(one: Result) -> tuple[Literal, ...]:
    """What is wrong, for a result whose shape does not say it, in English, Kazakh and Russian."""
    name = str(one.component).removeprefix(SH).removesuffix("ConstraintComponent")
    texts = _DEFAULT.get(name, _OTHER)
    return tuple(
        Literal(text, lang=lang) for text, lang in zip(texts, ("en", "kk", "ru"), strict=True)
    )


def given_up(reason: str) -> tuple[tuple[str, str], ...]:
    """That the check of a shape was not finished, as (language, text) pairs."""
    return (
        ("en", f"This shape was not checked to the end: {reason}."),
        ("kk", f"Бұл пішін соңына дейін тексерілмеді ({reason})."),
        ("ru", f"Эта форма не проверена до конца ({reason})."),
    )
