"""Persons and their terms of office: form, order, one holder at a time, and who held what on a day."""

import re
from collections import Counter, defaultdict
from itertools import combinations

import pytest

from flows.knowledge.seeds import tables
from transforms.actors.validity import PARTIAL_DATE, first_day, last_day, overlap, surely_holds

TABLES = tables("actors")
PERSONS = {row["actor_id"]: row for row in TABLES["persons"]}
TERMS = TABLES["terms"]

HEADERS = {
    "persons": ["actor_id", "label", "names", "gender", "country", "wikidata", "source"],
    "terms": ["actor_id", "office", "of", "valid_from", "valid_to", "source"],
    "terms_refused": ["person", "wikidata", "office", "of", "valid_from", "valid_to", "source", "reason"],
}
SINGLE = ("head_of_state", "head_of_government", "foreign_minister")
SHARED = {  # offices that several persons hold at the same time
    ("head_of_state", "SMR"): "two captains regent",
    ("head_of_state", "AND"): "two co-princes",
}
STATES = {row["code"] for row in TABLES["states"]}

# Written from memory of the events, not from the rows.
ON_A_DAY = """
head_of_state       SUN 1991-08-19 gorbachev-mikhail       head_of_state       RUS 1993-10-04 yeltsin-boris
head_of_state       RUS 2008-08-08 medvedev-dmitry         head_of_state       RUS 2014-03-18 putin-vladimir
head_of_government  RUS 1998-08-17 kiriyenko-sergei        head_of_government  RUS 2008-08-08 putin-vladimir
foreign_minister    RUS 1995-11-21 kozyrev-andrei          foreign_minister    RUS 1997-05-27 primakov-yevgeny
foreign_minister    RUS 1999-06-12 ivanov-igor             foreign_minister    RUS 2022-02-24 lavrov-sergey
foreign_minister    SUN 1990-09-12 shevardnadze-eduard     defence_minister    RUS 2022-02-24 shoigu-sergei
defence_minister    RUS 1994-12-11 grachev-pavel           head_of_state       USA 1991-01-17 bush-george-h-w
head_of_state       USA 1999-03-24 clinton-bill            head_of_state       USA 2003-03-20 bush-george-w
head_of_state       USA 2011-05-02 obama-barack            head_of_state       USA 2018-05-08 trump-donald
head_of_state       USA 2021-08-30 biden-joe               head_of_state       USA 2025-06-21 trump-donald
foreign_minister    USA 1990-08-02 baker-james             foreign_minister    USA 1995-11-21 christopher-warren
foreign_minister    USA 1999-02-06 albright-madeleine      foreign_minister    USA 2003-02-05 powell-colin
foreign_minister    USA 2006-07-30 rice-condoleezza        foreign_minister    USA 2011-10-20 clinton-hillary
foreign_minister    USA 2015-07-14 kerry-john              foreign_minister    USA 2017-08-08 tillerson-rex
foreign_minister    USA 2019-06-13 pompeo-mike             foreign_minister    USA 2023-10-07 blinken-antony
foreign_minister    USA 2025-06-21 rubio-marco             defence_minister    USA 2004-05-07 rumsfeld-donald
defence_minister    USA 1991-01-17 cheney-dick             national_security_adviser USA 2018-05-08 bolton-john
head_of_government  GBR 1990-09-12 thatcher-margaret       head_of_government  GBR 1995-02-22 major-john
head_of_government  GBR 2005-07-07 blair-tony              head_of_government  GBR 2016-06-23 cameron-david
head_of_government  GBR 2022-10-01 truss-liz               head_of_government  GBR 2025-01-16 starmer-keir
foreign_minister    GBR 1991-01-17 hurd-douglas            foreign_minister    GBR 1999-02-06 cook-robin
foreign_minister    GBR 2003-02-05 straw-jack              foreign_minister    GBR 2018-03-12 johnson-boris
foreign_minister    GBR 2024-02-10 cameron-david           head_of_state       FRA 1994-06-23 mitterrand-francois
head_of_state       FRA 2003-03-20 chirac-jacques          head_of_state       FRA 2015-11-13 hollande-francois
foreign_minister    FRA 1995-11-21 de-charette-herve       foreign_minister    FRA 1999-02-06 vedrine-hubert
foreign_minister    FRA 2003-02-14 de-villepin-dominique   foreign_minister    FRA 2013-09-14 fabius-laurent
foreign_minister    FRA 2021-09-15 le-drian-jean-yves      head_of_government  DEU 1990-10-03 kohl-helmut
head_of_government  DEU 2003-03-20 schroder-gerhard        head_of_government  DEU 2015-09-04 merkel-angela
head_of_government  DEU 2022-02-27 scholz-olaf             foreign_minister    DEU 1990-09-12 genscher-hans-dietrich
foreign_minister    DEU 1993-05-01 kinkel-klaus            foreign_minister    DEU 1999-06-03 fischer-joschka
foreign_minister    DEU 2011-03-17 westerwelle-guido       foreign_minister    DEU 2022-02-24 baerbock-annalena
head_of_government  ITA 1994-09-01 berlusconi-silvio       head_of_government  ESP 2004-03-11 aznar-jose-maria
head_of_government  ESP 1992-10-12 gonzalez-felipe         head_of_state       POL 1992-06-01 walesa-lech
foreign_minister    POL 2014-02-21 sikorski-radoslaw       head_of_state       CZE 1997-05-27 havel-vaclav
head_of_state       CSK 1991-06-01 havel-vaclav            head_of_state       SRB 1995-11-21 milosevic-slobodan
head_of_state       YUG 1999-03-24 milosevic-slobodan      head_of_state       HRV 1995-08-04 tudman-franjo
head_of_government  GRC 2015-07-05 tsipras-alexis          head_of_government  TUR 1994-01-01 ciller-tansu
head_of_government  TUR 2009-01-29 erdogan-recep-tayyip    foreign_minister    TUR 2016-07-15 cavusoglu-mevlut
head_of_state       UKR 1994-12-05 kuchma-leonid           head_of_state       UKR 2013-11-21 yanukovych-viktor
head_of_state       UKR 2022-02-24 zelensky-volodymyr      foreign_minister    UKR 2022-03-10 kuleba-dmytro
head_of_state       BLR 2020-08-09 lukashenko-alexander    head_of_state       GEO 2008-08-08 saakashvili-mikheil
head_of_state       GEO 1993-09-27 shevardnadze-eduard     head_of_government  ARM 2020-11-10 pashinyan-nikol
head_of_state       AZE 1994-05-12 aliyev-heydar           head_of_state       KAZ 2022-01-05 tokayev-kassym-jomart
head_of_government  ISR 1993-09-13 rabin-yitzhak           head_of_government  ISR 1991-10-30 shamir-yitzhak
head_of_government  ISR 2000-07-25 barak-ehud              head_of_government  ISR 2006-07-12 olmert-ehud
head_of_government  ISR 2021-12-01 bennett-naftali         head_of_government  ISR 2023-10-07 netanyahu-benjamin
foreign_minister    ISR 1993-09-13 peres-shimon            foreign_minister    ISR 2009-01-10 livni-tzipi
head_of_state       PSE 1993-09-13 arafat-yasser           head_of_state       PSE 2012-11-29 abbas-mahmoud
head_of_state       EGY 2012-11-22 morsi-mohamed           head_of_state       EGY 1993-09-13 mubarak-hosni
foreign_minister    EGY 1995-01-01 moussa-amr              head_of_state       SYR 1994-01-16 assad-hafez
head_of_state       SYR 2013-08-21 assad-bashar            head_of_state       SYR 2025-05-14 sharaa-ahmed
head_of_government  LBN 2005-01-01 karami-omar             head_of_government  LBN 2006-07-12 siniora-fouad
head_of_state       IRQ 1990-08-02 hussein-saddam          head_of_government  IRQ 2008-03-25 maliki-nouri
head_of_state       IRN 1998-09-21 khatami-mohammad        head_of_state       IRN 2009-06-12 ahmadinejad-mahmoud
foreign_minister    IRN 2015-07-14 zarif-mohammad-javad    foreign_minister    IRN 2025-06-21 araghchi-abbas
head_of_state       SAU 1991-01-17 fahd                    foreign_minister    SAU 2002-03-28 faisal-saud
head_of_state       JOR 1994-10-26 hussein-of-jordan       head_of_state       LBY 2003-12-19 gaddafi-muammar
head_of_state       YEM 2000-10-12 saleh-ali-abdullah      head_of_state       CHN 1997-07-01 jiang-zemin
head_of_state       CHN 2008-08-08 hu-jintao               head_of_government  CHN 1991-09-03 li-peng
foreign_minister    CHN 2001-04-11 tang-jiaxuan            foreign_minister    CHN 2023-05-08 qin-gang
foreign_minister    CHN 2024-07-26 wang-yi                 head_of_government  JPN 1995-08-15 murayama-tomiichi
head_of_government  JPN 2002-09-17 koizumi-junichiro       head_of_government  JPN 2017-02-10 abe-shinzo
foreign_minister    JPN 2015-12-28 kishida-fumio           head_of_state       KOR 2000-06-15 kim-dae-jung
head_of_state       KOR 2018-04-27 moon-jae-in             foreign_minister    KOR 2005-09-19 ban-ki-moon
head_of_state       PRK 1994-07-01 kim-il-sung             head_of_state       PRK 2018-06-12 kim-jong-un
head_of_state       TWN 1996-03-23 lee-teng-hui            head_of_government  IND 1998-05-11 vajpayee-atal-bihari
head_of_government  IND 1993-01-01 narasimha-rao-p-v       head_of_government  PAK 1994-06-01 bhutto-benazir
head_of_government  PAK 1998-05-28 sharif-nawaz            foreign_minister    IND 2022-02-24 jaishankar-s
head_of_state       AFG 2009-08-20 karzai-hamid            head_of_state       IDN 1998-01-15 suharto
head_of_state       IDN 1999-09-04 habibie-b-j             head_of_government  MYS 1998-09-02 mahathir-mohamad
head_of_government  KHM 1998-12-01 hun-sen                 head_of_state       PHL 2016-07-12 duterte-rodrigo
head_of_state       ZAF 1995-06-24 mandela-nelson          head_of_state       ZAF 1990-02-02 de-klerk-f-w
head_of_state       NGA 1995-11-10 abacha-sani             head_of_state       SDN 1998-08-20 bashir-omar
head_of_state       COD 1999-07-10 kabila-laurent-desire   head_of_state       COD 2006-11-27 kabila-joseph
head_of_state       COD 1994-07-18 mobutu-sese-seko        head_of_state       BRA 2010-05-17 lula-da-silva-luiz-inacio
head_of_state       MEX 1994-01-01 salinas-carlos          head_of_state       VEN 2002-04-11 chavez-hugo
head_of_state       CUB 1996-02-24 castro-fidel            head_of_state       CHL 1998-10-16 frei-eduardo
head_of_state       COL 2016-11-24 santos-juan-manuel      head_of_state       PER 1996-12-17 fujimori-alberto
secretary_general   IGO:UN 1991-01-15 perez-de-cuellar-javier secretary_general   IGO:UN 1995-07-11 boutros-ghali-boutros
secretary_general   IGO:UN 1999-03-24 annan-kofi           secretary_general   IGO:UN 2011-03-17 ban-ki-moon
secretary_general   IGO:NATO 1999-03-24 solana-javier      secretary_general   IGO:NATO 2022-02-24 stoltenberg-jens
high_representative IGO:EU 2015-07-14 mogherini-federica   high_representative IGO:EU 2003-06-01 solana-javier
director_general    IGO:IAEA 1994-06-01 blix-hans          director_general    IGO:IAEA 2003-06-01 elbaradei-mohamed
secretary_general   IGO:ARL 2003-03-01 moussa-amr          prosecutor          IGO:ICC 2009-03-04 moreno-ocampo-luis
head_of_state       URY 1992-06-01 lacalle-luis-alberto    head_of_state       URY 2022-06-01 lacalle-pou-luis
head_of_state       QAT 2011-03-19 thani-hamad-bin-khalifa head_of_government  BHR 2011-02-14 khalifa-khalifa-bin-salman
head_of_government  LAO 2008-01-01 bouphavanh-bouasone     head_of_state       MMR 1999-01-01 than-shwe
head_of_government  MMR 2017-08-25 aung-san-suu-kyi        foreign_minister    NZL 1995-10-01 mckinnon-don
foreign_minister    PAK 1989-02-15 khan-yaqub              foreign_minister    VNM 2022-06-01 bui-thanh-son
foreign_minister    TUR 2024-01-15 fidan-hakan             foreign_minister    EGY 2024-10-01 abdelatty-badr
defence_minister    ISR 2024-04-13 gallant-yoav            defence_minister    DEU 2024-02-17 pistorius-boris
managing_director   IGO:IMF 2010-05-10 strauss-kahn-dominique president_of        IGO:WB 2000-01-01 wolfensohn-james
"""
CASES = [tuple(case) for case in re.findall(r"(\S+)\s+(\S+)\s+(\d{4}-\d\d-\d\d)\s+(\S+)", ON_A_DAY)]


def holders(office: str, of: str, day: str) -> set[str]:
    """Ids of the persons whose term surely covers the day."""
    rows = [row for row in TERMS if (row["office"], row["of"]) == (office, of)]
    return {row["actor_id"] for row in rows if surely_holds(row["valid_from"], row["valid_to"], day)}


@pytest.mark.parametrize("name", HEADERS)
def test_columns_are_as_documented(name: str) -> None:
    assert [list(row)[:-1] for row in TABLES[name] if list(row)[:-1] != HEADERS[name]] == []


def test_there_are_enough_persons_and_terms() -> None:
    assert len(PERSONS) >= 5500
    assert len(TERMS) >= 7000


def test_ids_are_unique_and_well_formed() -> None:
    assert len(PERSONS) == len(TABLES["persons"])
    assert [key for key in PERSONS if not re.fullmatch(r"PER:[a-z0-9]+(-[a-z0-9]+)*", key)] == []
    assert list(PERSONS) == sorted(PERSONS)


def test_a_wikidata_id_belongs_to_one_person() -> None:
    ids = [row["wikidata"] for row in TABLES["persons"] if row["wikidata"]]
    assert [key for key in ids if not re.fullmatch(r"Q[1-9]\d*", key)] == []
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("column", "allowed"), [("gender", r"[mf]?"), ("country", r"[A-Z]{3}"), ("label", r"\S+( \S+)*"), ("source", r".+")]
)
def test_cells_of_persons(column: str, allowed: str) -> None:
    assert [row["_where"] for row in TABLES["persons"] if not re.fullmatch(allowed, row[column])] == []


def test_names_hold_the_label_once_and_no_empty_name() -> None:
    for row in TABLES["persons"]:
        names = row["names"].split("|")
        assert row["label"] in names, row["_where"]
        assert "" not in names, row["_where"]
        assert len(names) == len(set(names)), row["_where"]


def test_labels_carry_no_titles_or_remarks() -> None:
    remark = re.compile(r"[(),\[\]\d]|^(Dr|Mr|Mrs|Sir|Cardinal|President)\b")
    assert [row["_where"] for row in TABLES["persons"] if remark.search(row["label"])] == []


def test_every_term_names_a_known_person_a_body_and_a_source() -> None:
    bodies = STATES | {row["actor_id"] for name in ("organisations", "armed_groups") for row in TABLES[name]}
    assert [row["_where"] for row in TERMS if row["actor_id"] not in PERSONS] == []
    assert [row["_where"] for row in TERMS if row["of"] not in bodies] == []
    assert [row["_where"] for row in TERMS if not row["source"]] == []


def test_every_person_has_a_term() -> None:
    assert set(PERSONS) - {row["actor_id"] for row in TERMS} == set()


def test_dates_are_valid_and_in_order() -> None:
    for row in TERMS:
        start, end = row["valid_from"], row["valid_to"]
        assert start, row["_where"]
        assert PARTIAL_DATE.fullmatch(start), row["_where"]
        assert not end or PARTIAL_DATE.fullmatch(end), row["_where"]
        assert not end or first_day(start) <= last_day(end), row["_where"]
        assert "1940" <= start[:4] <= "2026", row["_where"]
        assert not end or end[:4] <= "2027", row["_where"]


def test_no_term_is_given_twice() -> None:
    keys = [(row["actor_id"], row["office"], row["of"], row["valid_from"]) for row in TERMS]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_one_holder_at_a_time() -> None:
    by_office = defaultdict(list)
    for row in TERMS:
        key = (row["office"], row["of"])
        if row["office"] in SINGLE and row["of"] in STATES and key not in SHARED:
            by_office[key].append(row)
    clashes = [
        f"{a['_where']} and {b['_where']}"
        for rows in by_office.values()
        for a, b in combinations(rows, 2)
        if a["actor_id"] != b["actor_id"] and overlap((a["valid_from"], a["valid_to"]), (b["valid_from"], b["valid_to"]))
    ]
    assert clashes == []


@pytest.mark.parametrize("key", SHARED)
def test_a_shared_office_is_really_shared(key: tuple[str, str]) -> None:
    rows = [(row["valid_from"], row["valid_to"]) for row in TERMS if (row["office"], row["of"]) == key]
    assert any(overlap(a, b) for a, b in combinations(rows, 2)), f"{key}: {SHARED[key]} is no longer true of the rows"


def test_refused_rows_say_why() -> None:
    assert [row["_where"] for row in TABLES["terms_refused"] if len(row["reason"]) < 10] == []


@pytest.mark.parametrize(("office", "of", "day", "person"), CASES)
def test_holder_on_a_day(office: str, of: str, day: str, person: str) -> None:
    assert holders(office, of, day) == {f"PER:{person}"}


def test_the_day_cases_are_many() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Moammar Gadhafi", "gaddafi-muammar"), ("Qaddafi", "gaddafi-muammar"), ("Mevlut Cavusoglu", "cavusoglu-mevlut"),
        ("Yasir Arafat", "arafat-yasser"), ("Abu Mazen", "abbas-mahmoud"), ("Zelenskiy", "zelensky-volodymyr"),
        ("Osama bin Laden", "bin-laden-osama"), ("Lavrov", "lavrov-sergey"), ("Netanyahu", "netanyahu-benjamin"),
        ("Slobodan Milosevic", "milosevic-slobodan"), ("Kim Jong-un", "kim-jong-un"), ("Erdogan", "erdogan-recep-tayyip"),
    ],
)  # fmt: skip
def test_news_spellings_lead_to_the_person(name: str, person: str) -> None:
    assert [key for key, row in PERSONS.items() if name in row["names"].split("|")] == [f"PER:{person}"]


def test_father_and_son_share_a_surname() -> None:
    assert {key for key, row in PERSONS.items() if "Assad" in row["names"].split("|")} == {"PER:assad-hafez", "PER:assad-bashar"}
