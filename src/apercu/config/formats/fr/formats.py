"""Dates and numbers as Canadian French prints them (CLDR fr-CA): 2 juin 2021; 12 036; 0,5.

The no-break space keeps a number in one piece. The first of a month, "1er juin 2021": filter `in_words`.
"""

DATE_FORMAT = "j F Y"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
