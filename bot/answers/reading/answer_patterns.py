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
WHERE = re.compile(
    r"\b(?:in|at|near|outside|inside|from|to|off|on|along|across|between|around|of|into|towards?|over)\s{1,3}(?:the\s{1,3})?"
    r"(?:\w{1,40}\s{1,3}){0,3}?[A-Z][\w’'-]+|\b\d{1,6}\s{1,3}(?:[A-Z]\w{1,40}|\d{1,6}\w{1,40})\b.{0,80}\b(?:Street|Avenue|Road|St|Ave|Rd)\b"
)
FEELINGS = "frustrated|angry|angered|upset|outraged|unhappy|disappointed|furious|annoyed|dismayed|worried|afraid"
REASON = re.compile(
    r"\b(?:because|since|due to|owing to|as a result|in order to|so that|so as to|thanks to|caused by|reasons?"
    r"|reflect\w*|after|amid|over|under pressure|blam\w+|cit(?:ed|ing|es)|driven by|led to|lead to|prompt\w+|fear\w*"
    r"|concern\w*|worr\w+|to avoid|to prevent|given|could result|would|arguing|argued|thinking|incentives?"
    rf"|(?:{FEELINGS}) (?:that|by|at))\b",
    re.IGNORECASE,
)
CONDITION = re.compile(r"\b(?:if|unless|until|should|would|will|could|warn\w*|threat\w*|otherwise)\b", re.IGNORECASE)
