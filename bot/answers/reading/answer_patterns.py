"""What a sentence looks like that tells when, where, how many, why, or what happens if."""

import re

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?=\s+\d)"
)
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
NUMBERS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
    "|half|third|quarter|decades?|couple|several|single|none|no one|nobody"
)
SPANS = "seconds?|minutes?|hours?|days?|nights?|weeks?|weekend|months?|years?|decades?|century|quarter"
SEASONS = "spring|summer|autumn|winter|morning|afternoon|evening"
# Points in time, and spans only with a word that ties them to now: "an 11-year lull" does not tell when.
TIME = re.compile(
    rf"\b(?:{MONTHS})\b|\b(?:{DAYS})s?\b|\b(?:1[6-9]|20)\d\d\b|\b\d{{1,2}}(?::\d\d)?\s?[ap]\.?m\b"
    r"|\b(?:today|tonight|tomorrow|yesterday|midnight|noon)\b"
    rf"|\b(?:last|this|next|past|coming|earlier|later|previous|every|each|within|in|after|for|the)\s"
    rf"(?:\w+\s){{0,2}}(?:{SPANS}|{SEASONS})\b|\b(?:{SPANS})\s(?:ago|later|earlier|before|after)\b"
)
NUMBER = re.compile(rf"\d[\d.,]*|\b(?:{NUMBERS})\b", re.IGNORECASE)
