"""Words that names of organisations are made of, by what they mean.

A university is called *Казахский национальный технический университет*, *Қазақ ұлттық техникалық
университеті* and *Kazakh National Technical University*: only the person's and the place's names
are spelled alike; the rest has to be understood. Each line is a meaning with the beginnings of its
words in Kazakh, Russian and English, and, since registers hold names of every country, in the
large languages that the same organisations also use. Beginnings are written as people write them
and brought into the common spelling when first used; a word that is to match as a whole ends in
``.``.
"""

# ruff: noqa: E501  (one line for each meaning reads best)

from __future__ import annotations

from functools import cache, lru_cache

from ozek.linking.spelling import words

__all__ = ["EMPTY", "meaning", "related"]

EMPTY = "-"
"""The meaning of words that tell nothing: articles, prepositions, "named after"."""

MEANINGS: dict[str, str] = {
    EMPTY: (
        "of. the. and. for. in. at. on. to. von. der. die. das. des. und. fur. zu. de. la. le. les."
        " du. et. del. los. las. el. y. en. da. do. dos. das. e. di. della. dello. degli. delle. il."
        " van. het. voor. och. for. i. w. z. na. pri. imeni. im. и. в. при. имени. им. на. по. для. мен. және."
        " атындағы аты. named. after. al. ve. si. a. an. d. l. s. dei. as. au. aux. dan. un. une. gmbh. ltd."
        " inc. llp. llc. jsc. co. тоо. ао. жшс. ақ. кеақ. нао. рмк. рмқк. ргп. ргкп. шжқ. пхв. кгп. гкп. о."
    ),
    "university": "univers универс uniwers univerz універс yliopisto egyetem panepistemio panepistimio ýnıversıtet univ. jamiat jamia daigaku. daxue. unibertsitate prifysgol ollscoil haskoli ulikool sveuciliste korkeakoulu unibersidad högskolan høgskolen",
    "academy": "academ академ akadem",
    "institute": "institut институт instytut istitut інститут enstitu ústav intézet",
    "college": "college колледж collegi colegio kolej koledž kolledzh colleg kolegi колледжі hogeschool høyskole főiskola rakenduskõrgkool ammattikorkeakoulu yüksekokulu tinggi.",
    "school": "school школ escuela ecole schule scuola escola skola szkola мектеп mektebi okulu sekolah hochschule högskola şcoala",
    "higher": "higher. высш жоғары superior. superieur ylimmas wyższa höhere yüksek tinggi. hautes aukštoji augstskola",
    "branch": "branch филиал филиалы filial campus кампус kampus",
    "faculty": "facult факульт fakult faculdade facoltà wydział tiedekunta faculdade",
    "department": "department департамент departement departament dipartiment",
    "centre": "cent центр zentr орталы merkezi centr ortaly markaz pusat keskus središte központ",
    "research": "research исследоват зерттеу recherche forschung investigacion ricerc pesquis investigac arastirma tadqiqot onderzoek vyzkum badawczy penelitian istraživački cercetare kutató forskning tutkimus дослідний досліджень",
    "science": "scien наук науч ғылым scienc cienci wissenschaft scientifi bilim nauk nauch наукова scienz ciencia wetenschap fan. vědy. znanosti științe tudomány vetenskap ilmu. sains tiede. teadus mokslo",
    "technology": "technolog технолог tecnolog teknolog texnolog techno. technologi teknolojisi tehnološki teknoloji tehnolo",
    "technical": "technical техническ техникалық technisch tecnic techniqu teknik texnika polytech политех политехн polytekn politec polytechni politekn tehnic технічн техника technick technicz műszaki tekniska teknillinen tehniskā",
    "engineering": "engineer инженер ingenier ingegneri engenhari muhendis ingenieur инженерлік inżynierii inženýrství inginerie mérnöki ingenjörs",
    "national": "national национальн ұлттық nacional nazional milli milliy nation националь національн narodowy národní ulusal kebangsaan nemzeti kansallinen kombëtare natsional",
    "state": "state государств мемлекет staat estat estad stat. davlat devlet gosudarstv державн дзяржаўн panstwow negeri état. državni valstybinis valsts állami. shtetëror держ.",
    "federal": "federal федеральн федералдық",
    "international": "internat международн халықаралық uluslararasi xalqaro miedzynarod miжнародн internacional internazionale mezinárodní međunarodno nemzetközi kansainvälinen starptautiskā ndërkombëtar antarabangsa internac internaz",
    "republic": "republi республик",
    "kazakh": "kazak қазақ казах qazaq kazakhstan qazaqstan",
    "eurasian": "eurasia евразий еуразия avrasya evrazi",
    "medical": "medic медицин mediz médic tibbiy tip. sağlık medicina médecine lékařská medicinski orvostudományi kedokteran lääketieteellinen медичний mjekësore medicin",
    "health": "health здоров денсаулы salud sante gesundheit saude zdrowia sağlık kesehatan zdravotnická zdravstvena hälsa. helse. sundhed terveys sveikatos egészség sănătate",
    "pedagogical": "pedagog педагог paedagog padagog pédagog teacher teachers pedagoški normal keguruan normal",
    "education": "educat образован білім education образ. educac bildung eğitim pendidikan talim éducation istruzione educazione utbildning oktatás haridus освіти vzdělávání educaci educaz",
    "agrarian": "agrar аграр agricultur сельскохоз ауыл agro агро agronom landwirtschaft ziraat qishloq agri agrotech rolnicz zemědělská tarım pertanian poljoprivredni landbruk lantbruk maaülikool bodenkultur agraire сільськогосподарський bujqësor agropecuar сільськогоспод",
    "economics": "economi экономик экономич econom ekonom wirtschaft iqtisod gazdasági handels gazdaság",
    "law": "law юридич право құқық заң jurid derecho droit recht hukuk legal huquq direito diritto drept jog. hukum prawa",
    "humanities": "humanit гуманит humanidades humanistyczno humanistiska geisteswissenschaften bölcsész umanistice humanid humanisty humanistisk",
    "business": "busines бизнес negocios handelshochschule bisnis poslovna empresarial empresas handelshøyskole handels",
    "management": "manag управлен менеджмент басқару gestion yonetim boshqaruv administración gestão. administração zarządzania manajemen menadžment upravljanje управління amministrazione administra",
    "art": "arts art. искусств өнер kunst artes kuns bellas arti. sztuk sanat umění. umjetnosti arte. művészeti konst taide. seni. umetnosti мистецтв beaux bildende",
    "music": "music музык conservat консерватор musik zene. musikhochschule hudební",
    "sport": "sport спорт дене физическ deporte esporte wychowania idrott idræt olahraga testnevelési fizycznego.",
    "transport": "transport транспорт көлік ulaştırma verkehr közlekedési saobraćajni",
    "railway": "railway железнодорож железных теміржол",
    "aviation": "aviat авиа aerospace аэрокосм",
    "mining": "mining горн тау-кен кен. bergbau minas mineras",
    "metallurgy": "metallurg металлург",
    "energy": "energ энерг",
    "oil": "oil. petroleum нефт мұнай petrol",
    "gas": "gas. газ. gaz. газов",
    "nuclear": "nuclear ядерн ядролық nuklear",
    "physics": "physic физик phys fisic",
    "chemistry": "chemi химич химия chimi quimic",
    "mathematics": "mathemat математ matemat",
    "biology": "biolog биолог",
    "botany": "botan ботан",
    "zoology": "zoolog зоолог",
    "genetics": "genetic генетик",
    "geology": "geolog геолог",
    "geography": "geograph географ",
    "history": "histor истор тарих",
    "archaeology": "archaeolog археолог archeolog",
    "language": "languag язык тіл. lingu",
    "world": "world мировых мировой әлем",
    "relations": "relation отношен қатынас",
    "east": "east. eastern восточ шығыс oriental vostok ost. sharq wschodni východní kelet oriente est. este. leste. oriente",
    "west": "west. western западн батыс occident oeste. ouest ovest zachodni barat nyugat länsi. västra",
    "north": "north. northern северн солтүстік norte. nord. północny kuzey. utara. sjever észak pohjois",
    "south": "south. southern южн оңтүстік sud. sur. sul. południowy jižní. güney. selatan etelä.",
    "central": "central централ орталық zentral tengah ústřední",
    "regional": "region регион өңір аймақ oblast област облыс",
    "city": "city. город. городск қала қалалық municip ciudad cidade città. stadt miasta město. şehir stadt.",
    "ministry": "ministr министр",
    "government": "government правительств үкімет gobierno gouvernement",
    "committee": "committee комитет",
    "council": "council совет кеңес",
    "agency": "agenc агент",
    "association": "associat ассоциац қауымдастық asociac vereinigung",
    "society": "society общество қоғам societ sociedad gesellschaft",
    "union": "union. союз одақ",
    "foundation": "foundation фонд қор. қоры fundaci stiftung fond. fund.",
    "company": "company компани",
    "group": "group груп топ. тобы",
    "hospital": "hospital больниц аурухана госпитал hopital krankenhaus hastane ospedale szpital nemocnice kórház bolnica sjukhus spital",
    "clinic": "clinic клиник",
    "laborator": "laborator лаборатор зертхана laboratoire labor.",
    "museum": "museum музе мұражай musee museo",
    "library": "library библиотек кітапхана bibliot",
    "observatory": "observator обсерватор",
    "park": "park парк",
    "technopark": "technopark технопарк tekhnopark",
    "zone": "zone зон аймағы",
    "innovation": "innov иннов",
    "development": "develop развит даму desarroll entwicklung",
    "industry": "industr индустр промышл өнеркәсіп",
    "information": "informat информац ақпарат инфор bilişim",
    "computer": "comput компьют",
    "communication": "communicat коммуникац связи байланыс",
    "applied": "applied прикладн қолданбалы aplicad angewandt appliqu applicat stosowanych uygulamalı primijenjenih terapan alkalmazott toegepaste",
    "federation": "federation федерац",
    "far": "far. дальн дальневост",
    "siberian": "siberia сибир сібір",
    "painting": "painting живопис",
    "sculpture": "sculpture ваян скульптур",
    "architecture": "architect зодч архитект сәулет arquitect arxitekt arkitekt",
    "construction": "construct строит құрылыс civil. bauwesen qurilish qurylys",
    "automobile": "automobil автомоб motor.",
    "road": "road. roads. дорож жол.",
    "internal": "internal внутрен ішкі interior",
    "affairs": "affair дел. істер",
    "human": "human. человек адам. humano",
    "open": "open. открыт ашық abierta aberta відкрит ouverte aperta offene. otwarty terbuka avoin nyílt. åpen.",
    "marine": "marin морск maritim теңіз denizcilik pomorski naval náutica",
    "tourism": "touris турис turism",
    "culture": "cultur культур мәдени kultur madaniyat budaya.",
    "design": "design дизайн diseno",
    "film": "film. cinema кино кинематограф",
    "theatre": "theatr театр drama tiyatro színház teater schauspiel",
    "veterinary": "veterin ветерин állatorvos tierärztliche",
    "food": "food пищев тамақ",
    "water": "water водн irrigation",
    "forest": "forest лес. лесо орман florest forstliche leśny. kehutanan erdészeti лісотехнічний",
    "textile": "textil текстил",
    "finance": "financ финанс қаржы finanz moliya",
    "trade": "trade торгов commerc коммерц сауда comerci",
    "security": "securit безопас қауіпсіз",
    "military": "militar воен әскери militaire wojskowa vojenská військовий militair військов",
    "police": "polic полиц policia polizei",
    "defence": "defen оборон қорғаныс",
    "social": "social социальн әлеуметтік sociais sociaux soziale społeczne",
    "psychology": "psycholog психолог",
    "theology": "theolog теолог богослов teolog hittudományi ilahiyat seminario séminaire seminar",
    "orthodox": "orthodox православ",
    "cooperative": "cooperat кооператив",
    "pharmacy": "pharm фарм farmac eczacılık",
    "dental": "dent. dental стоматолог odontolog dentaire zahnmedizin",
    "nursing": "nurs enfermería enfermagem infirmiers pielęgniarstwa hemşirelik keperawatan krankenpflege soins",
    "journalism": "journalis журналис",
    "dance": "dance танц хореограф",
    "press": "print. polygraph полиграф",
    "instrument": "instrument. приборостро",
    "space": "space. космос ғарыш",
    "ecology": "ecolog эколог environment экологическ",
    "women": "women женск қыздар әйел mujer femme. frauen kobiet kadın wanita perempuan mujer wanita",
    "new": "new. новый новая жаңа nueva nouvelle nuova. neue. yeni.",
    "first": "first первый бірінші",
    "public": "public. обществен қоғамдық pública öffentliche veřejná awam.",
    "private": "privat частн жеке privada privée. soukromá özel. swasta",
    "autonomous": "autonom автоном дербес",
    "christian": "christian христиан",
    "catholic": "cathol католич katol katholi pontificia",
    "islamic": "islam ислам",
    "american": "americ америк",
    "german": "german немецк неміс deutsch казахстанско-немецк alman",
    "russian": "russ росс орыс ресей",
    "british": "british британ",
    "turkish": "turkish турец түрік turk.",
    "ukrainian": "ukrain украин україн",
    "indian": "india инди үнді",
    "chinese": "chin китай қытай",
    "san": "saint. st. san. santa. sankt. sao. свят sainte. sant. santo.",
}

_GROUPS = {
    "field": "medical health pedagogical agrarian economics law humanities business management art"
    " music sport transport railway aviation mining metallurgy energy oil gas nuclear physics chemistry"
    " mathematics biology botany zoology genetics geology geography history archaeology language"
    " relations technical technology engineering science education applied internal architecture"
    " construction automobile marine tourism culture design film theatre veterinary food water"
    " forest textile finance trade military police defence social psychology theology pharmacy"
    " dental nursing journalism dance women information computer communication",
    "type": "university academy institute college school faculty centre hospital",
    "body": "federal state regional city private catholic christian islamic orthodox public national"
    " international american german british turkish central east west north south new open"
    " cooperative",
}
GROUPS = {name: frozenset(meanings.split()) for name, meanings in _GROUPS.items()}
"""Meanings that tell organisations of one town apart: what is taught, what it is, whose it is."""

RELATED: tuple[tuple[float, frozenset[str]], ...] = (
    (0.6, frozenset({"university", "academy", "institute", "college", "school", "higher"})),
    (0.7, frozenset({"technology", "technical", "engineering", "applied"})),
    (0.7, frozenset({"pedagogical", "education"})),
    (0.7, frozenset({"medical", "health", "hospital", "clinic"})),
    (0.6, frozenset({"economics", "business", "management"})),
    (0.6, frozenset({"national", "state", "federal", "republic"})),
    (0.7, frozenset({"research", "science", "institute"})),
)
"""Meanings that stand for each other when organisations are renamed or translated, and how far."""


def related(one: str, other: str) -> float:
    """Return how far two different meanings stand for each other, 0 for not at all."""
    return max((far for far, group in RELATED if one in group and other in group), default=0.0)


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Return (whole words, beginnings) → meaning, in the common spelling."""
    whole: dict[str, str] = {}
    starts: dict[str, str] = {}
    for meaning_, entries in MEANINGS.items():
        for entry in entries.split():
            spelled = words(entry.rstrip("."))
            if len(spelled) != 1:
                continue
            if entry.endswith("."):
                whole.setdefault(spelled[0], meaning_)
            else:
                starts.setdefault(spelled[0], meaning_)
    return whole, starts


@lru_cache(maxsize=1 << 18)
def meaning(word: str) -> str | None:
    """Return what a word in the common spelling means, the longest beginning deciding.

    >>> {meaning(words(one)[0]) for one in ("ұлттық", "национального", "National")}
    {'national'}
    """
    whole, starts = _table()
    if word in whole:
        return whole[word]
    for length in range(len(word), 2, -1):
        if word[:length] in starts:
            return starts[word[:length]]
    return None
