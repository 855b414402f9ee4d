name = "{name}"                          # строчными буквами; так называются готовые файлы
base = "https://example.org/{name}/"     # начало адресов ваших объектов: впишите свой сайт
language = "ru"                          # язык названий и сообщений: kk, ru или en
data = ["workbook.xlsx"]                 # из чего строится граф: книги и файлы RDF

[title]
kk = "{name}"
ru = "{name}"
en = "{name}"

[[sources]]                              # сама книга как источник фактов
id = "workbook"
license = "https://creativecommons.org/licenses/by/4.0/"

[sources.title]
kk = "workbook.xlsx"
ru = "workbook.xlsx"
en = "workbook.xlsx"
