"""The codes of what can be wrong in a table, worded once: the message, and what to do about it.

A code never changes its meaning and is never used again. ``{value}`` is the cell's text; the other
gaps are filled by whoever finds it (``Finding.words``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CODES", "Code"]


@dataclass(frozen=True)
class Code:
    """A kind of finding: what it refuses (``file``, ``row``, or nothing: ``note``), and its words.

    ``message`` and ``cure`` give a text in kk, ru and en.
    """

    level: str
    message: Mapping[str, str]
    cure: Mapping[str, str]


def _code(level: str, en: tuple[str, str], kk: tuple[str, str], ru: tuple[str, str]) -> Code:
    said = {"en": en, "kk": kk, "ru": ru}
    return Code(
        level,
        {language: words[0] for language, words in said.items()},
        {language: words[1] for language, words in said.items()},
    )


CODES: dict[str, Code] = {
    # The file cannot be read at all.
    "OZ-I001": _code(
        "file",
        ("The file cannot be opened: {reason}.", "Check the name and that you may read it."),
        ("Файл ашылмады: {reason}.", "Атауын және оқуға рұқсатыңызды тексеріңіз."),
        ("Файл не открывается: {reason}.", "Проверьте имя и право на чтение."),
    ),
    "OZ-I002": _code(
        "file",
        (
            "The workbook is protected by a password.",
            "Save a copy without a password and import that.",
        ),
        (
            "Жұмыс кітабы құпиясөзбен қорғалған.",
            "Құпиясөзсіз көшірмесін сақтап, соны импорттаңыз.",
        ),
        (
            "Книга защищена паролем.",
            "Сохраните копию без пароля и импортируйте её.",
        ),
    ),
    "OZ-I003": _code(
        "file",
        (
            "This is not a readable table: {reason}.",
            "Open it in a spreadsheet program and save it again as .xlsx or as CSV in UTF-8.",
        ),
        (
            "Бұл – оқылатын кесте емес: {reason}.",
            "Кесте бағдарламасында ашып, .xlsx немесе UTF-8 кодтауындағы CSV етіп қайта сақтаңыз.",
        ),
        (
            "Это не читаемая таблица: {reason}.",
            "Откройте в табличной программе и сохраните заново как .xlsx или как CSV в UTF-8.",
        ),
    ),
    "OZ-I004": _code(
        "file",
        (
            "The table is larger than anything that is filled in by hand: {reason}.",
            "Split it, or delete empty rows and columns that carry only formatting.",
        ),
        (
            "Кесте қолмен толтырылатын көлемнен асып кеткен: {reason}.",
            "Бөліңіз немесе тек пішімі бар бос жолдар мен бағандарды өшіріңіз.",
        ),
        (
            "Таблица больше всего, что заполняют вручную: {reason}.",
            "Разделите её или удалите пустые строки и столбцы, в которых есть лишь оформление.",
        ),
    ),
    "OZ-I005": _code(
        "file",
        ("There is nothing in the table.", "Fill in a row under the headers and save."),
        ("Кестеде ештеңе жоқ.", "Тақырып астындағы бір жолды толтырып, сақтаңыз."),
        ("В таблице ничего нет.", "Заполните строку под заголовками и сохраните."),
    ),
    "OZ-I006": _code(
        "file",
        (
            "Line {line} has a NUL byte: this is no text file, or a damaged one.",
            "Save the table again as .xlsx or as CSV in UTF-8.",
        ),
        (
            "{line}-жолда NUL байты бар: бұл мәтіндік файл емес немесе бүлінген.",
            "Кестені .xlsx немесе UTF-8 кодтауындағы CSV етіп қайта сақтаңыз.",
        ),
        (
            "В строке {line} стоит байт NUL: файл не текстовый или повреждён.",
            "Сохраните таблицу заново как .xlsx или как CSV в UTF-8.",
        ),
    ),
    "OZ-I007": _code(
        "file",
        (
            "No sheet has a name or headers that belong to the Özek workbook.",
            "`ozek init` makes a workbook with the right ones; any other table needs a mapping.",
        ),
        (
            "Бірде-бір парақтың атауы не тақырыптары Өзек жұмыс кітабына сай емес.",
            "Дұрысын `ozek init` жасайды; өзге кестеге сәйкестік файлы керек.",
        ),
        (
            "Ни один лист не имеет названия и заголовков книги Özek.",
            "Верные заголовки даёт `ozek init`; для другой таблицы нужен файл соответствий.",
        ),
    ),
    "OZ-I008": _code(
        "file",
        (
            "Two tables of the project have the same short name '{value}'.",
            "Rename one of the files: the name stands in the addresses of its rows.",
        ),
        (
            "Жобаның екі кестесінің қысқа атауы бірдей: '{value}'.",
            "Бір файлдың атын өзгертіңіз: ол жолдардың мекенжайына кіреді.",
        ),
        (
            "У двух таблиц проекта одно и то же краткое имя '{value}'.",
            "Переименуйте один из файлов: имя входит в адреса его строк.",
        ),
    ),
    "OZ-I009": _code(
        "file",
        (
            "The sheets '{first}' and '{value}' are the same sheet of the workbook.",
            "Put their rows on one sheet.",
        ),
        (
            "'{first}' және '{value}' – жұмыс кітабының бір парағы.",
            "Жолдарын бір параққа жинаңыз.",
        ),
        (
            "'{first}' и '{value}' – один и тот же лист книги.",
            "Соберите их строки на одном листе.",
        ),
    ),
    # The sheet is not laid out as a table.
    "OZ-I010": _code(
        "file",
        ("The column '{column}' is missing.", "Add it to the header row."),
        ("'{column}' бағаны жоқ.", "Оны тақырып жолына қосыңыз."),
        ("Нет столбца '{column}'.", "Добавьте его в строку заголовков."),
    ),
    "OZ-I011": _code(
        "note",
        (
            "The column '{value}' is not one I know; it was not read.",
            "",
        ),
        ("'{value}' деген баған маған таныс емес, ол оқылмады.", ""),
        ("Столбец '{value}' мне неизвестен, он не прочитан.", ""),
    ),
    "OZ-I012": _code(
        "file",
        (
            "The column '{value}' stands twice, first in column {first}.",
            "Keep one of the two; several values go into one cell, separated by ';'.",
        ),
        (
            "'{value}' бағаны екі рет тұр, алғашқысы – {first} бағаны.",
            "Біреуін қалдырыңыз; бірнеше мән бір ұяшыққа ';' арқылы жазылады.",
        ),
        (
            "Столбец '{value}' стоит дважды, впервые – столбец {first}.",
            "Оставьте один; несколько значений пишут в одной ячейке через ';'.",
        ),
    ),
    "OZ-I013": _code(
        "row",
        (
            "The cells {value} are merged, so it is not said to which rows the text belongs.",
            "Unmerge them and write the text into every row it is meant for.",
        ),
        (
            "{value} ұяшықтары біріктірілген, мәтіннің қай жолдарға қатысты екені айтылмаған.",
            "Біріктіруді алып тастап, мәтінді тиісті әр жолға жазыңыз.",
        ),
        (
            "Ячейки {value} объединены, и не сказано, к каким строкам относится текст.",
            "Разъедините их и впишите текст в каждую строку, к которой он относится.",
        ),
    ),
    "OZ-I014": _code(
        "row",
        (
            "The row has {count} cells, the header only {header}.",
            "Put a cell that holds the separator in double quotes.",
        ),
        (
            "Жолда {count} ұяшық бар, ал тақырыпта – {header}.",
            "Бөлгіш таңбасы бар ұяшықты қос тырнақшаға алыңыз.",
        ),
        (
            "В строке {count} ячеек, а в заголовке {header}.",
            "Ячейку, в которой есть разделитель, возьмите в двойные кавычки.",
        ),
    ),
    # A cell cannot be understood.
    "OZ-I020": _code(
        "row",
        ("The cell '{column}' is empty, but every row needs it.", "Fill it in."),
        ("'{column}' ұяшығы бос, бірақ ол әр жолға қажет.", "Толтырыңыз."),
        ("Ячейка '{column}' пуста, а она нужна каждой строке.", "Заполните её."),
    ),
    "OZ-I021": _code(
        "row",
        (
            "'{value}' is not a term that '{column}' takes.",
            "It takes: {known}.",
        ),
        ("'{value}' – '{column}' бағанына жарайтын термин емес.", "Жарайтыны: {known}."),
        ("'{value}' – не термин для столбца '{column}'.", "Подходят: {known}."),
    ),
    "OZ-I022": _code(
        "row",
        (
            "Nothing called '{value}' is known that could stand in '{column}'.",
            "Add it to the sheet {sheets}, or write its identifier as it stands there.",
        ),
        (
            "'{column}' бағанына жазуға болатын '{value}' табылмады.",
            "Оны {sheets} парағына қосыңыз немесе сондағы идентификаторын жазыңыз.",
        ),
        (
            "Не найдено ничего под именем '{value}', что могло бы стоять в столбце '{column}'.",
            "Добавьте на лист {sheets} или впишите идентификатор, как он там стоит.",
        ),
    ),
    "OZ-I023": _code(
        "row",
        (
            "'{value}' can mean {choices}.",
            "Write the identifier of the one you mean.",
        ),
        ("'{value}' мынаны білдіруі мүмкін: {choices}.", "Нақтысының идентификаторын жазыңыз."),
        ("'{value}' может означать {choices}.", "Впишите идентификатор нужного."),
    ),
    "OZ-I024": _code(
        "row",
        (
            "'{value}' is not a year or a period.",
            "Write 2010, 2010–2015, 'since 2011' or 'until 2015'.",
        ),
        (
            "'{value}' – жыл да, кезең де емес.",
            "2010, 2010–2015, '2011 жылдан бастап' немесе '2015 жылға дейін' деп жазыңыз.",
        ),
        (
            "'{value}' – не год и не период.",
            "Напишите 2010, 2010–2015, 'с 2011 г.' или 'до 2015 г.'.",
        ),
    ),
    "OZ-I025": _code(
        "row",
        ("'{value}' is not a number.", "Write digits, with a comma or a point: 12.5."),
        ("'{value}' – сан емес.", "Цифрмен, үтір не нүктемен жазыңыз: 12,5."),
        ("'{value}' – не число.", "Пишите цифрами, с запятой или точкой: 12,5."),
    ),
    "OZ-I026": _code(
        "row",
        (
            "The row says the same as row {first}: {value}.",
            "Delete one of the two, or give them different identifiers.",
        ),
        (
            "Бұл жол {first}-жолды қайталайды: {value}.",
            "Біреуін өшіріңіз немесе әртүрлі идентификатор беріңіз.",
        ),
        (
            "Строка повторяет строку {first}: {value}.",
            "Удалите одну из них или дайте им разные идентификаторы.",
        ),
    ),
    "OZ-I027": _code(
        "row",
        (
            "The formula {value} has no value that was saved with it, or ends in an error.",
            "Open the file in a spreadsheet program and save it, or write the value itself.",
        ),
        (
            "{value} формуласының сақталған мәні жоқ немесе ол қате береді.",
            "Файлды кесте бағдарламасында ашып сақтаңыз немесе мәннің өзін жазыңыз.",
        ),
        (
            "У формулы {value} нет сохранённого значения, или она даёт ошибку.",
            "Откройте файл в табличной программе и сохраните либо впишите само значение.",
        ),
    ),
    "OZ-I028": _code(
        "row",
        ("The period '{value}' ends before it begins.", "Put the first year first."),
        ("'{value}' кезеңі басталмай аяқталады.", "Алғашқы жылды бірінші жазыңыз."),
        ("Период '{value}' кончается раньше, чем начинается.", "Сначала напишите первый год."),
    ),
    "OZ-I029": _code(
        "row",
        (
            "The row rests on row {first} of the sheet {other}, which was refused.",
            "Correct that row.",
        ),
        (
            "Бұл жол қабылданбаған жолға сүйенеді: {other} парағы, {first}-жол.",
            "Сол жолды түзетіңіз.",
        ),
        (
            "Строка опирается на непринятую строку {first} листа {other}.",
            "Исправьте ту строку.",
        ),
    ),
    "OZ-I030": _code(
        "row",
        ("A participation needs a role or a function.", "Fill in one of the two cells."),
        ("Қатысуға рөл не функция керек.", "Екі ұяшықтың бірін толтырыңыз."),
        ("Участию нужна роль или функция.", "Заполните одну из двух ячеек."),
    ),
    "OZ-I031": _code(
        "row",
        ("'{value}' is not a share between 0 and 1.", "Write 50 %, 0.5 or 1/2."),
        ("'{value}' – 0 мен 1 арасындағы үлес емес.", "50 %, 0,5 немесе 1/2 деп жазыңыз."),
        ("'{value}' – не доля от 0 до 1.", "Напишите 50 %, 0,5 или 1/2."),
    ),
    "OZ-I032": _code(
        "row",
        ("'{value}' is not a web address.", "Write it in full: https://example.org/."),
        ("'{value}' – веб-мекенжай емес.", "Толық жазыңыз: https://example.org/."),
        ("'{value}' – не веб-адрес.", "Напишите полностью: https://example.org/."),
    ),
    "OZ-I033": _code(
        "row",
        ("'{value}' does not have the form of '{column}'.", "It looks like {like}."),
        ("'{value}' – '{column}' пішіміне сай емес.", "Ол мынаған ұқсайды: {like}."),
        ("'{value}' не имеет вида '{column}'.", "Он выглядит так: {like}."),
    ),
    "OZ-I034": _code(
        "row",
        ("{value} lies outside of {least} to {most}.", "Check the number."),
        ("{value} {least} мен {most} аралығында емес.", "Санды тексеріңіз."),
        ("{value} вне пределов от {least} до {most}.", "Проверьте число."),
    ),
    "OZ-I035": _code(
        "row",
        ("The cell holds {count} values, but '{column}' takes one.", "Keep one of them."),
        ("Ұяшықта {count} мән тұр, ал '{column}' біреуін ғана қабылдайды.", "Біреуін қалдырыңыз."),
        ("В ячейке {count} значений, а '{column}' принимает одно.", "Оставьте одно."),
    ),
    "OZ-I036": _code(
        "row",
        (
            "The text holds a character that no document may hold ({reason}).",
            "Delete it, or type the text again.",
        ),
        (
            "Мәтінде ешбір құжатта болмайтын таңба бар ({reason}).",
            "Оны өшіріңіз немесе мәтінді қайта теріңіз.",
        ),
        (
            "В тексте есть знак, недопустимый в документах ({reason}).",
            "Удалите его или наберите текст заново.",
        ),
    ),
    # Said, but nothing is refused.
    "OZ-I040": _code(
        "note",
        (
            "The column '{value}' looks like personal data ({reason}); it was left out.",
            "With --keep-personal it is read.",
        ),
        (
            "'{value}' бағаны дербес деректерге ұқсайды ({reason}), ол алынбады.",
            "--keep-personal берілсе, оқылады.",
        ),
        (
            "Столбец '{value}' похож на личные данные ({reason}), он пропущен.",
            "С --keep-personal он читается.",
        ),
    ),
    "OZ-I041": _code(
        "note",
        ("The workbook carries macros; they were neither run nor kept.", ""),
        ("Жұмыс кітабында макростар бар; олар орындалған да, сақталған да жоқ.", ""),
        ("В книге есть макросы; они не выполнялись и не сохранены.", ""),
    ),
    "OZ-I042": _code(
        "note",
        ("{count} cells hold formulas; the values saved with them were read.", ""),
        ("{count} ұяшықта формула бар; олармен бірге сақталған мәндер оқылды.", ""),
        ("В {count} ячейках формулы; прочитаны сохранённые с ними значения.", ""),
    ),
    "OZ-I043": _code(
        "note",
        (
            "Not all of the file is UTF-8: in {count} lines, first in line {line}, other bytes "
            "were read as {encoding}.",
            "Look at these lines; if letters are wrong, save the file as UTF-8.",
        ),
        (
            "Файл толық UTF-8 емес: {count} жолда (алғашқысы – {line}-жол) өзге байттар "
            "{encoding} деп оқылды.",
            "Осы жолдарды қарап шығыңыз; әріптер қате болса, файлды UTF-8 етіп сақтаңыз.",
        ),
        (
            "Файл не весь в UTF-8: в {count} строках, впервые в строке {line}, прочие байты "
            "прочитаны как {encoding}.",
            "Просмотрите эти строки; если буквы неверны, сохраните файл в UTF-8.",
        ),
    ),
    "OZ-I044": _code(
        "note",
        ("The sheet '{value}' is not part of the workbook; it was not read.", ""),
        ("'{value}' парағы жұмыс кітабына жатпайды, ол оқылмады.", ""),
        ("Лист '{value}' не относится к книге, он не прочитан.", ""),
    ),
    "OZ-I045": _code(
        "note",
        (
            "The text holds contact data ({reason}); the cell was left out.",
            "With --keep-personal it is read.",
        ),
        (
            "Мәтінде байланыс деректері бар ({reason}), ұяшық алынбады.",
            "--keep-personal берілсе, оқылады.",
        ),
        (
            "В тексте есть контактные данные ({reason}), ячейка пропущена.",
            "С --keep-personal она читается.",
        ),
    ),
    # A mapping does not fit the table.
    "OZ-I060": _code(
        "file",
        (
            "There is no sheet '{sheet}'; the file has: {sheets}.",
            "Correct 'sheet' in the mapping, or leave it out.",
        ),
        (
            "«{sheet}» парағы жоқ; файлда бары: {sheets}.",
            "Сәйкестіктегі «sheet» мәнін түзетіңіз не алып тастаңыз.",
        ),
        (
            "Листа «{sheet}» нет; в файле есть: {sheets}.",
            "Исправьте «sheet» в соответствии или уберите его.",
        ),
    ),
    "OZ-I061": _code(
        "file",
        (
            "The mapping '{mapping}' needs a column '{header}', and there is none.",
            "Correct the header in the table, or the mapping.",
        ),
        (
            "«{mapping}» сәйкестігіне «{header}» бағаны керек, ал ол жоқ.",
            "Кестедегі тақырыпты не сәйкестікті түзетіңіз.",
        ),
        (
            "Соответствию «{mapping}» нужен столбец «{header}», а его нет.",
            "Исправьте заголовок в таблице или соответствие.",
        ),
    ),
    "OZ-I062": _code(
        "note",
        ("Columns that the mapping does not use: {columns}.", ""),
        ("Сәйкестік пайдаланбайтын бағандар: {columns}.", ""),
        ("Столбцы, которые соответствие не использует: {columns}.", ""),
    ),
    "OZ-I063": _code(
        "note",
        ("Rows that repeat an earlier one: {repeated}; rows passed over: {passed}.", ""),
        ("Бұрынғысын қайталайтын жолдар: {repeated}; ескерілмеген жолдар: {passed}.", ""),
        ("Строк, повторяющих более ранние: {repeated}; пропущено строк: {passed}.", ""),
    ),
    # RDF that others publish.
    "OZ-I064": _code(
        "file",
        ("Nothing can be taken from this RDF file: {reason}", ""),
        ("Бұл RDF файлынан ештеңе алынбады: {reason}", ""),
        ("Из этого файла RDF ничего не взять: {reason}", ""),
    ),
    "OZ-I065": _code(
        "row",
        ("{value} has no name.", "Give it a label in the file, or import with --keep-good."),
        ("{value} – атауы жоқ.", "Файлда атау беріңіз не --keep-good арқылы импорттаңыз."),
        ("У {value} нет названия.", "Дайте название в файле или импортируйте с --keep-good."),
    ),
    "OZ-I066": _code(
        "note",
        ("Left out, since no mapping takes it over: {classes}.", ""),
        ("Ешқандай сәйкестік алмағандықтан, қалдырылды: {classes}.", ""),
        ("Не взято, так как нет соответствия: {classes}.", ""),
    ),
    "OZ-I067": _code(
        "note",
        ("Relations to things that the file does not describe: {count}; left out.", ""),
        ("Файлда сипатталмаған нысандарға байланыс: {count}; алынбады.", ""),
        ("Связей с тем, что в файле не описано: {count}; не взяты.", ""),
    ),
}
