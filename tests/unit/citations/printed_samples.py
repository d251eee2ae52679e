"""Printed references in every variety met on research blogs; the authors and titles are invented."""

from __future__ import annotations

from apercu.citations.reference import Name, PartialDate

REST = "A title of a study. Journal of Testing, 12, 5-9."

# Each name as (particle, family, given, suffix); a group as its literal name.
AUTHORS: dict[str, tuple[str, list[tuple[str, str, str, str] | str], bool]] = {
    "the APA form": (
        "Aarne, B. C., Dahl, E. F., & Gallo, H. I. (2021).",
        [("", "Aarne", "B. C.", ""), ("", "Dahl", "E. F.", ""), ("", "Gallo", "H. I.", "")],
        False,
    ),
    "one author": ("Aarne, B. (2021).", [("", "Aarne", "B.", "")], False),
    "no ampersand": (
        "Aarne, B., Dahl, E., Gallo, T.O. (2021).",
        [("", "Aarne", "B.", ""), ("", "Dahl", "E.", ""), ("", "Gallo", "T.O.", "")],
        False,
    ),
    "and for the ampersand": (
        "Aarne, B. and Dahl, E. (2021).",
        [("", "Aarne", "B.", ""), ("", "Dahl", "E.", "")],
        False,
    ),
    "semicolons": ("Aarne, B.; Dahl, E. (2021).", [("", "Aarne", "B.", ""), ("", "Dahl", "E.", "")], False),
    "initials without spaces": (
        "Aarne, I.A., & Dahl, B.C.D. (2021).",
        [("", "Aarne", "I.A.", ""), ("", "Dahl", "B.C.D.", "")],
        False,
    ),
    "initials without full stops": (
        "Aarne, I A, & Dahl, B (2021).",
        [("", "Aarne", "I A", ""), ("", "Dahl", "B", "")],
        False,
    ),
    "hyphenated initials": (
        "Aarne, A.-K., Dahl, B‐C., & Gallo, Y.-h. (2021).",
        [("", "Aarne", "A.-K.", ""), ("", "Dahl", "B‐C.", ""), ("", "Gallo", "Y.-h.", "")],
        False,
    ),
    "initials of two letters": (
        "Aarne, Yu. V., & Dahl, Th. (2021).",
        [("", "Aarne", "Yu. V.", ""), ("", "Dahl", "Th.", "")],
        False,
    ),
    "no space after the comma": (
        "Aarne,B., & Dahl,E. (2021).",
        [("", "Aarne", "B.", ""), ("", "Dahl", "E.", "")],
        False,
    ),
    "particles": (
        "van der Molen, B. A., de Wit, P., & von Aarne, C. (2021).",
        [("van der", "Molen", "B. A.", ""), ("de", "Wit", "P.", ""), ("von", "Aarne", "C.", "")],
        False,
    ),
    "a capital particle before a small one": (
        "Van der Molen, B. A. (2021).",
        [("Van der", "Molen", "B. A.", "")],
        False,
    ),
    "capital particles are the name": (
        "Del Monte, B., & Van Aarne, C. (2021).",
        [("", "Del Monte", "B.", ""), ("", "Van Aarne", "C.", "")],
        False,
    ),
    "double surnames": (
        "Gómez Almería, B., & Dahl-Aarne, H. A. (2021).",
        [("", "Gómez Almería", "B.", ""), ("", "Dahl-Aarne", "H. A.", "")],
        False,
    ),
    "a U+2010 hyphen in the surname": ("Dahl‐Aarne, H. A. (2021).", [("", "Dahl‐Aarne", "H. A.", "")], False),
    "apostrophes": (
        "O’Dahl, M., O'Gallo, N., & d’Aarne, P. (2021).",
        [("", "O’Dahl", "M.", ""), ("", "O'Gallo", "N.", ""), ("", "d’Aarne", "P.", "")],
        False,
    ),
    "diacritics": (
        "Ångdahl, Ø., Çelikgöz, Š., & Łukaszyk, É. (2021).",
        [("", "Ångdahl", "Ø.", ""), ("", "Çelikgöz", "Š.", ""), ("", "Łukaszyk", "É.", "")],
        False,
    ),
    "diacritics as combining marks": ("Gru\u0308nbach, A. (2021).", [("", "Grünbach", "A.", "")], False),
    "a particle with an apostrophe": (
        "van’t Dahl, B., 't Gallo, C., & ’t Aarne, D. (2021).",
        [("van’t", "Dahl", "B.", ""), ("'t", "Gallo", "C.", ""), ("’t", "Aarne", "D.", "")],
        False,
    ),
    "forms mixed": (
        "Aarne, B., Dahl E, & Gallo, H (2021).",
        [("", "Aarne", "B.", ""), ("", "Dahl", "E", ""), ("", "Gallo", "H", "")],
        False,
    ),
    "suffixes": (
        "Aarne, B. C., Jr., Dahl, E., III, & Gallo Sr., F. (2021).",
        [("", "Aarne", "B. C.", "Jr."), ("", "Dahl", "E.", "III"), ("", "Gallo", "F.", "Sr.")],
        False,
    ),
    "the given name first": (
        "Jane Aarne & John Dahl (2012).",
        [("", "Aarne", "Jane", ""), ("", "Dahl", "John", "")],
        False,
    ),
    "the given name first, three people": (
        "Jane B. Aarne, C. D. van Dahl, and Ann-Marie Gallo (2012).",
        [("", "Aarne", "Jane B.", ""), ("van", "Dahl", "C. D.", ""), ("", "Gallo", "Ann-Marie", "")],
        False,
    ),
    "full given names after the family name": (
        "Aarne, Jane, & Dahl, John M. (2012).",
        [("", "Aarne", "Jane", ""), ("", "Dahl", "John M.", "")],
        False,
    ),
    "initials without comma, as medical journals print": (
        "Aarne B, Dahl EF, & Gallo H. (2021).",
        [("", "Aarne", "B", ""), ("", "Dahl", "EF", ""), ("", "Gallo", "H", "")],
        False,
    ),
    "family names alone": ("Aarne & Dahl (2012).", [("", "Aarne", "", ""), ("", "Dahl", "", "")], False),
    "the last one without initials": (
        "Aarne, B., & Dahl (2012).",
        [("", "Aarne", "B.", ""), ("", "Dahl", "", "")],
        False,
    ),
    "et al. after three": (
        "Aarne, D., Dahl, K., O’Gallo, M. et al. (2020).",
        [("", "Aarne", "D.", ""), ("", "Dahl", "K.", ""), ("", "O’Gallo", "M.", "")],
        True,
    ),
    "et al. after a comma": ("Aarne, D., et al. (2020).", [("", "Aarne", "D.", "")], True),
    "et al without its full stop": (
        "Aarne, D., & Dahl, K., et al (2020).",
        [("", "Aarne", "D.", ""), ("", "Dahl", "K.", "")],
        True,
    ),
    "a given name and et al.": ("Jane Aarne et al. (2020).", [("", "Aarne", "Jane", "")], True),
    "an ellipsis before the last author": (
        "Aarne, A., Dahl, B., … Gallo, C. (2019).",
        [("", "Aarne", "A.", ""), ("", "Dahl", "B.", ""), ("", "Gallo", "C.", "")],
        True,
    ),
    "three full stops": (
        "Aarne, A., ... Gallo, C. (2019).",
        [("", "Aarne", "A.", ""), ("", "Gallo", "C.", "")],
        True,
    ),
    "three full stops and an ampersand": (
        "Aarne, A., ... & Gallo, C. (2019).",
        [("", "Aarne", "A.", ""), ("", "Gallo", "C.", "")],
        True,
    ),
    "spaced full stops": (
        "Aarne, A., . . . Gallo, C. (2019).",
        [("", "Aarne", "A.", ""), ("", "Gallo", "C.", "")],
        True,
    ),
    "an ellipsis and a full stop": (
        "Aarne, A., …. Gallo, C. (2019).",
        [("", "Aarne", "A.", ""), ("", "Gallo", "C.", "")],
        True,
    ),
    "an ellipsis glued to the next name": (
        "Aarne, A., ...Gallo, C. (2019).",
        [("", "Aarne", "A.", ""), ("", "Gallo", "C.", "")],
        True,
    ),
    "an ellipsis glued on both sides": (
        "Aarne, A.…Gallo, C. (2019).",
        [("", "Aarne", "A.", ""), ("", "Gallo", "C.", "")],
        True,
    ),
    "an ellipsis at the end of the list": (
        "Aarne, A., Dahl, B., … (2019).",
        [("", "Aarne", "A.", ""), ("", "Dahl", "B.", "")],
        True,
    ),
    "a group": ("Northern Psychological Association. (2017).", ["Northern Psychological Association"], False),
    "a group with its abbreviation": (
        "Northern Psychological Association (NPA). (2017).",
        ["Northern Psychological Association (NPA)"],
        False,
    ),
    "a group in capitals": ("NORPSY (2017).", ["NORPSY"], False),
    "a person and a group": (
        "Aarne, B., & the Northern Trialists Group. (2017).",
        [("", "Aarne", "B.", ""), "the Northern Trialists Group"],
        False,
    ),
}

# Name of the variety: the printed reference, and the fields it must give; `unread` is empty in all of them.
WORKS: dict[str, tuple[str, dict[str, object]]] = {
    "well formed": (
        "Aarne, B. C., & Dahl, E. (2018). Naming what hurts: A field study. Journal of Testing, 55(4), 3–4. "
        "https://doi.org/10.5555/test0000172",
        {
            "type": "article-journal",
            "title": "Naming what hurts: A field study",
            "container_title": "Journal of Testing",
            "volume": "55",
            "issue": "4",
            "pages": "3–4",
            "doi": "10.5555/test0000172",
            "issued": PartialDate(year=2018),
        },
    ),
    "no full stop after the year": (
        "Aarne, B. (2018) Naming what hurts. Journal of Testing, 5, 3-4.",
        {"title": "Naming what hurts", "container_title": "Journal of Testing", "pages": "3-4"},
    ),
    "a comma after the year": (
        "Aarne, B. (2018), Naming what hurts. Journal of Testing, 5, 3-4.",
        {"title": "Naming what hurts", "container_title": "Journal of Testing"},
    ),
    "a year without parentheses": (
        "Aarne, B., & Dahl, E. 2018. Naming what hurts. Journal of Testing, 5, 3-4.",
        {
            "title": "Naming what hurts",
            "container_title": "Journal of Testing",
            "issued": PartialDate(year=2018),
        },
    ),
    "a comma after the title": (
        "Aarne, B. (2018). Naming what hurts in small groups, Journal of Testing, 5, 3-4.",
        {
            "title": "Naming what hurts in small groups",
            "container_title": "Journal of Testing",
            "volume": "5",
        },
    ),
    "a comma after the title, before a journal with commas": (
        "Aarne, B. (2018). Naming what hurts in small groups, Testing, Health & Craft, 5, 3-4.",
        {"title": "Naming what hurts in small groups", "container_title": "Testing, Health & Craft"},
    ),
    "full stop and comma before the journal": (
        "Aarne, B. (2018). Naming what hurts., Journal of Testing, 5, 3-4.",
        {"title": "Naming what hurts", "container_title": "Journal of Testing", "volume": "5"},
    ),
    "a question mark ends the title": (
        "Aarne, B. (2018). Does naming help? Journal of Testing, 5, 3-4.",
        {"title": "Does naming help?", "container_title": "Journal of Testing"},
    ),
    "a question mark inside the title": (
        "Aarne, B. (2018). Does naming help? A field study of forty groups. Journal of Testing, 5, 3-4.",
        {"title": "Does naming help? A field study of forty groups", "container_title": "Journal of Testing"},
    ),
    "a question mark inside the title and a comma after it": (
        "Aarne, B. (2018). Does naming help? A field study of forty groups, Journal of Testing, 5, 3-4.",
        {"title": "Does naming help? A field study of forty groups", "container_title": "Journal of Testing"},
    ),
    "an exclamation mark": (
        "Aarne, B. (2018). Name it! Journal of Testing, 5, 3-4.",
        {"title": "Name it!", "container_title": "Journal of Testing"},
    ),
    "abbreviations inside the title": (
        "Aarne, B. (2018). Naming vs. Silence in the U.S. Navy: What Dr. Dahl saw. Testing Today, 5, 3-4.",
        {
            "title": "Naming vs. Silence in the U.S. Navy: What Dr. Dahl saw",
            "container_title": "Testing Today",
        },
    ),
    "an abbreviation ends the title": (
        "Aarne, B. (2018). Naming and silence in the U.S. Journal of Testing, 5, 3-4.",
        {"title": "Naming and silence in the U.S.", "container_title": "Journal of Testing"},
    ),
    "a title in two sentences": (
        "Aarne, B. (2018). Naming what hurts. Part two. Journal of Testing, 5, 3-4.",
        {"title": "Naming what hurts. Part two", "container_title": "Journal of Testing"},
    ),
    "a title in quotation marks": (
        "Aarne, B. (2018). “Nobody asked”: Naming what hurts. Journal of Testing, 5, 3-4.",
        {"title": "“Nobody asked”: Naming what hurts", "container_title": "Journal of Testing"},
    ),
    "a dash in the title": (
        'Aarne, B. (2018). Naming—A comparison of ‘old’ and "new" groups. Journal of Testing, 5, 3-4.',
        {"title": 'Naming—A comparison of ‘old’ and "new" groups', "container_title": "Journal of Testing"},
    ),
    "numbers in the title": (
        "Aarne, B. (2018). Two in 5, 12 of 20: Naming in 2015. Journal of Testing, 5, 3-4.",
        {
            "title": "Two in 5, 12 of 20: Naming in 2015",
            "container_title": "Journal of Testing",
            "volume": "5",
        },
    ),
    "a journal with a colon": (
        "Aarne, B. (2018). Naming what hurts. Applied Testing: Craft and Practice, 5, 3-4.",
        {"title": "Naming what hurts", "container_title": "Applied Testing: Craft and Practice"},
    ),
    "a journal with an ampersand and commas": (
        "Aarne, B. (2018). Naming what hurts. Testing, Health & Craft, 5, 3-4.",
        {"title": "Naming what hurts", "container_title": "Testing, Health & Craft"},
    ),
    "a long journal name": (
        "Aarne, B. (2018). Naming what hurts. Journal of Measuring and Clinical Testing, 5, 3-4.",
        {"title": "Naming what hurts", "container_title": "Journal of Measuring and Clinical Testing"},
    ),
    "a journal in small letters": (
        "Aarne, B. (2018). Naming what hurts. Journal of measuring and clinical testing, 5, 3-4.",
        {"title": "Naming what hurts", "container_title": "Journal of measuring and clinical testing"},
    ),
    "no spaces between the parts": (
        "Aarne, B. (2018).Naming what hurts.Journal of Testing,5,3-4.",
        {
            "title": "Naming what hurts",
            "container_title": "Journal of Testing",
            "volume": "5",
            "pages": "3-4",
        },
    ),
    "a comma before a journal of one word": (
        "Aarne, B. (2018). Naming what hurts in small groups, Kinship, 5, 3-4.",
        {"title": "Naming what hurts in small groups", "container_title": "Kinship", "volume": "5"},
    ),
    "one parenthesis of the year lost": (
        "Aarne, B. (2018. Naming what hurts. Journal of Testing, 5, 3-4.",
        {"title": "Naming what hurts", "issued": PartialDate(year=2018)},
    ),
    "a journal abbreviated in three words": (
        "Aarne, B. (2018), Naming what hurts. Clin. Testol. Testother., 26: 12–19.",
        {"title": "Naming what hurts", "container_title": "Clin. Testol. Testother", "volume": "26"},
    ),
    "an abbreviated journal": (
        "Aarne, B. (2018). Naming what hurts. J. Meas. Test., 5, 3-4.",
        {"title": "Naming what hurts", "container_title": "J. Meas. Test", "volume": "5"},
    ),
    "a journal that begins with a small letter": (
        "Aarne, B. (2018). Naming what hurts. eTesting, 5, 3-4.",
        {"title": "Naming what hurts", "container_title": "eTesting"},
    ),
    "volume and number in words": (
        "Aarne, B. (2018). Naming what hurts. Journal of Testing, Vol. 12, No. 3, pp. 5–9.",
        {"container_title": "Journal of Testing", "volume": "12", "issue": "3", "pages": "5–9"},
    ),
    "volume in words, issue in parentheses": (
        "Aarne, B. (2018). Naming what hurts. Journal of Testing, Vol 12(3), pp. 5-9.",
        {"container_title": "Journal of Testing", "volume": "12", "issue": "3", "pages": "5-9"},
    ),
    "a colon before the pages": (
        "Aarne, B. (2018). Naming what hurts. Journal of Testing 12: 5-9.",
        {"container_title": "Journal of Testing", "volume": "12", "issue": "", "pages": "5-9"},
    ),
    "no spaces in the locator": (
        "Aarne, B. (2018). Naming what hurts. Journal of Testing, 12(3):5-9.",
        {"container_title": "Journal of Testing", "volume": "12", "issue": "3", "pages": "5-9"},
    ),
    "the medical form": (
        "Aarne B, Dahl EF. Naming what hurts. J Meas Test. 2018;12(3):5-9.",
        {
            "title": "Naming what hurts",
            "container_title": "J Meas Test",
            "volume": "12",
            "pages": "5-9",
            "issued": PartialDate(year=2018),
        },
    ),
    "an issue without a volume": (
        "Aarne, B. (2018). Naming what hurts. Register of Tests, Issue 3. Art. No.: CD012345.",
        {"container_title": "Register of Tests", "volume": "", "issue": "3", "number": "CD012345"},
    ),
    "a double issue": (
        "Aarne, B. (2018). Naming what hurts. Journal of Testing, 12(3–4), 5–9.",
        {"volume": "12", "issue": "3–4", "pages": "5–9"},
    ),
    "a supplement": (
        "Aarne, B. (2018). Naming what hurts. Journal of Testing, 12(Suppl. 1), S5–S9.",
        {"volume": "12", "issue": "Suppl. 1", "pages": "S5–S9"},
    ),
    "pages with U+2010": (
        "Aarne, B. (2018). Naming. Journal of Testing, 12, 5‐9.",
        {"volume": "12", "pages": "5‐9"},
    ),
    "pages with U+2212": (
        "Aarne, B. (2018). Naming. Journal of Testing, 12, 5−9.",
        {"volume": "12", "pages": "5−9"},
    ),
    "pages with spaces": (
        "Aarne, B. (2018). Naming. Journal of Testing, 12, 5 – 9.",
        {"volume": "12", "pages": "5 – 9"},
    ),
    "one page": (
        "Aarne, B. (2018). Naming. Journal of Testing, 12, 215.",
        {"volume": "12", "pages": "215", "number": ""},
    ),
    "an article number with e": (
        "Aarne, B. (2018). Naming. Journal of Testing, 16(4), e0249999.",
        {"volume": "16", "issue": "4", "pages": "", "number": "e0249999"},
    ),
    "an article number in words": (
        "Aarne, B. (2018). Naming. Journal of Testing, 85, Article 102002.",
        {"volume": "85", "pages": "", "number": "102002"},
    ),
    "an article number alone": (
        "Aarne, B. (2018). Naming. Journal of Testing, 85, 102002.",
        {"volume": "85", "pages": "", "number": "102002"},
    ),
    "the volume alone": (
        "Aarne, B. (2018). Naming. Journal of Testing, 85.",
        {"container_title": "Journal of Testing", "volume": "85", "pages": ""},
    ),
    "pages alone": (
        "Aarne, B. (2018). Naming. Journal of Testing, 2243–2257.",
        {"container_title": "Journal of Testing", "volume": "", "pages": "2243–2257"},
    ),
    "DOI as an address": (
        "Aarne, B. (2018). Naming. Testing, 8, 1-2. https://doi.org/10.5555/ABC.1",
        {"doi": "10.5555/abc.1", "url": ""},
    ),
    "DOI as an old address": (
        "Aarne, B. (2018). Naming. Testing, 8, 1-2. http://dx.doi.org/10.5555/abc.1",
        {"doi": "10.5555/abc.1", "url": ""},
    ),
    "DOI after a small label": (
        "Aarne, B. (2018). Naming. Testing, 8, 1-2. doi:10.5555/abc.1.",
        {"doi": "10.5555/abc.1"},
    ),
    "DOI after a label and a space": (
        "Aarne, B. (2018). Naming. Testing, 8, 1-2. DOI 10.5555/abc.1",
        {"doi": "10.5555/abc.1"},
    ),
    "DOI after a label and an address": (
        "Aarne, B. (2018). Naming. Testing, 8, 1-2. DOI: https://doi.org/10.5555/abc.1",
        {"doi": "10.5555/abc.1"},
    ),
    "DOI without a label": (
        "Aarne, B. (2018). Naming. Testing, 8, 1-2. 10.5555/abc.1",
        {"doi": "10.5555/abc.1", "pages": "1-2"},
    ),
    "DOI with brackets of its own": (
        "Aarne, B. (1999). Naming. Testing, 8, 1-2. "
        "doi:10.5555/(SICI)1097-4679(199901)55:1<1::AID-TST1>3.0.CO;2-F.",
        {"doi": "10.5555/(sici)1097-4679(199901)55:1<1::aid-tst1>3.0.co;2-f"},
    ),
    "DOI in brackets": (
        "Aarne, B. (2018). Naming. Testing, 8, 1-2 (doi: 10.5555/abc.1).",
        {"doi": "10.5555/abc.1", "pages": "1-2"},
    ),
    "DOI and PubMed numbers": (
        "Aarne, B. (2018). Naming. Testing, 8, 1-2. doi:10.5555/abc.1. PMID: 12345678; PMCID: PMC7654321.",
        {"doi": "10.5555/abc.1", "pmid": "12345678", "unknown": {"PMCID": "PMC7654321"}},
    ),
    "an address": (
        "Aarne, B. (2018). Naming. Testing, 8, 1-2. Retrieved from https://www.example.org/naming(1).",
        {"url": "https://www.example.org/naming(1)", "pages": "1-2"},
    ),
    "published in advance": (
        "Aarne, B. (2021). Naming. Applied Testing: Craft and Practice. Advance online publication.",
        {
            "status": "advance online publication",
            "container_title": "Applied Testing: Craft and Practice",
            "type": "article-journal",
        },
    ),
    "published in advance, with a DOI": (
        "Aarne, B. (2021). Naming what hurts. Testing. Advance online publication. https://doi.org/10.5555/abc",
        {"status": "advance online publication", "container_title": "Testing", "doi": "10.5555/abc"},
    ),
    "published in advance, in the parentheses": (
        "Aarne, B. (2021, advance online). Naming what hurts. Testing.",
        {
            "status": "advance online publication",
            "issued": PartialDate(year=2021),
            "container_title": "Testing",
        },
    ),
    "in press": (
        "Aarne, B. (in press). Naming what hurts. Journal of Testing.",
        {"status": "in press", "issued": None, "container_title": "Journal of Testing"},
    ),
    "without a date": (
        "Aarne, B. (n.d.). Naming what hurts. Journal of Testing, 5, 3-4.",
        {"issued": None, "title": "Naming what hurts"},
    ),
    "a day": (
        "Aarne, B. (2019, March 4). Naming. Testing, 5, 3-4.",
        {"issued": PartialDate(year=2019, month=3, day=4)},
    ),
    "a day first": (
        "Aarne, B. (4 March 2019). Naming. Testing, 5, 3-4.",
        {"issued": PartialDate(year=2019, month=3, day=4)},
    ),
    "a month": (
        "Aarne, B. (2019, March). Naming. Testing, 5, 3-4.",
        {"issued": PartialDate(year=2019, month=3)},
    ),
    "a month first": (
        "Aarne, B. (March, 2019). Naming. Testing, 5, 3-4.",
        {"issued": PartialDate(year=2019, month=3)},
    ),
    "a French month": (
        "Aarne, B. (2019, août). Naming. Testing, 5, 3-4.",
        {"issued": PartialDate(year=2019, month=8)},
    ),
    "a year with a letter": (
        "Aarne, B. (2019b). Naming. Testing, 5, 3-4.",
        {"issued": PartialDate(year=2019)},
    ),
    "a chapter": (
        "Aarne, B. (2013). Naming. "
        "In C. D. Dahl & E. Gallo (Eds.), Handbook of small groups (pp. 1-20). Fjord Press.",
        {
            "type": "chapter",
            "title": "Naming",
            "container_title": "Handbook of small groups",
            "editors": (Name(family="Dahl", given="C. D."), Name(family="Gallo", given="E.")),
            "pages": "1-20",
            "publisher": "Fjord Press",
        },
    ),
    "a chapter, an editor's initial lost": (
        "Aarne, B. (2013). Naming. "
        "In Dahl & E. Gallo (Eds.), Handbook of small groups (pp. 1-20). Fjord Press.",
        {"editors": (Name(family="Dahl"), Name(family="Gallo", given="E."))},
    ),
    "a chapter, editors in the order of authors": (
        "Aarne, B. (2013). Naming. "
        "In Dahl, C. D., & Gallo, E. (Eds.). Handbook of small groups (pp. 1-20). Fjord Press.",
        {"editors": (Name(family="Dahl", given="C. D."), Name(family="Gallo", given="E.")), "pages": "1-20"},
    ),
    "a chapter with its number last": (
        "Aarne, B. (2013). Naming. In C. Dahl (Ed.), Handbook of small groups. Fjord Press, chapter 7.",
        {
            "type": "chapter",
            "container_title": "Handbook of small groups",
            "publisher": "Fjord Press",
            "chapter": "7",
        },
    ),
    "a chapter of an edition and a volume": (
        "Aarne, B. (2013). Does it help? "
        "In C. Dahl (Ed.), Handbook of groups (6th ed., Vol. 2, pp. 169–218). Oslo: Fjord.",
        {
            "title": "Does it help?",
            "edition": "6",
            "volume": "2",
            "pages": "169–218",
            "publisher": "Fjord",
            "publisher_place": "Oslo",
        },
    ),
    "a chapter of a book without editors": (
        "Aarne, B. (2013). Naming. In Handbook of small groups (pp. 1–20). Fjord Press.",
        {
            "type": "chapter",
            "container_title": "Handbook of small groups",
            "pages": "1–20",
            "publisher": "Fjord Press",
        },
    ),
    "a chapter, an editor's initial lost before its full stop": (
        "Aarne, B. (2013). Naming. In C. D. Dahl & . Gallo (Eds.), Handbook of groups (pp. 1-20). Fjord Press.",
        {"editors": (Name(family="Dahl", given="C. D."), Name(family="Gallo")), "pages": "1-20"},
    ),
    "a chapter, edition and number without parentheses": (
        "Aarne, B. (2013). Naming. In C. Dahl (Ed.), Handbook of groups, 3rd edition, chapter 7. Fjord Press.",
        {"container_title": "Handbook of groups", "edition": "3", "chapter": "7", "publisher": "Fjord Press"},
    ),
    "a whole book": (
        "Aarne, B. (2015). Naming what hurts: The evidence (2nd ed.). Oslo: Fjord.",
        {
            "type": "book",
            "title": "Naming what hurts: The evidence",
            "edition": "2",
            "publisher": "Fjord",
            "publisher_place": "Oslo",
            "container_title": "",
        },
    ),
    "a whole book, first edition": (
        "Aarne, B. (2015). Naming what hurts. New York, NY: Fjord and Daughters.",
        {"type": "book", "publisher": "Fjord and Daughters", "publisher_place": "New York, NY"},
    ),
    "a whole book, no place": (
        "Aarne, B. (2015). Naming what hurts. Fjord University Press.",
        {
            "type": "book",
            "title": "Naming what hurts",
            "publisher": "Fjord University Press",
            "container_title": "",
        },
    ),
    "the title first": (
        "Naming what hurts: A field study. Aarne, B., & Dahl, E. (2018). Journal of Testing, 5, 3-4.",
        {
            "title": "Naming what hurts: A field study",
            "authors": (Name(family="Aarne", given="B."), Name(family="Dahl", given="E.")),
            "container_title": "Journal of Testing",
            "volume": "5",
            "pages": "3-4",
        },
    ),
    "the title first, then full names": (
        "Naming what hurts: A field study. Ann Aarne & John Dahl (2018). Journal of Testing, 5, 3-4.",
        {
            "title": "Naming what hurts: A field study",
            "authors": (Name(family="Aarne", given="Ann"), Name(family="Dahl", given="John")),
            "container_title": "Journal of Testing",
        },
    ),
    "a title without authors": (
        "Naming what hurts. (2018). Journal of Testing, 5, 3-4.",
        {"title": "Naming what hurts", "authors": (), "container_title": "Journal of Testing", "volume": "5"},
    ),
    "neither authors nor year": (
        "Naming what hurts. Journal of Testing, 5(2), 3-4.",
        {
            "title": "Naming what hurts",
            "authors": (),
            "issued": None,
            "container_title": "Journal of Testing",
        },
    ),
    "a year lost": (
        "Aarne, B., & Dahl, E. Naming what hurts. Journal of Testing, 5(2), 3-4.",
        {"title": "Naming what hurts", "issued": None, "container_title": "Journal of Testing", "issue": "2"},
    ),
    "broken lines and no-break spaces": (
        "  Aarne,\u00a0B. (2018).\n Naming\u200b what\thurts. Journal of Testing,\u00a012, 5-9. ",
        {"title": "Naming what hurts", "container_title": "Journal of Testing", "volume": "12"},
    ),
}
