"""How questions are typed: patterns over a question in which short forms are written out."""

import re

POLITE = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay|so|well|pls|please|um|and|but|also|btw|thanks|@\S+)[,\s]+)*"
    r"(?:(?:can|could) (?:you|u|anyone|somebody) (?:please |pls )?(?:tell|say|show) (?:me|us) "
    r"|(?:please |pls )?tell me |do (?:we|you) know |any idea |does (?:it|the (?:story|article|piece)) say )?",
    re.IGNORECASE,
)
SHORT = (
    (r"\b(who|what|where|when|how|why)['’]?s\b", r"\1 is"),
    (r"\b(who|what|where|when|how|why)['’]?re\b", r"\1 are"),
    (r"\b(who|what|where|when|how|why)['’]?d\b", r"\1 did"),
    (r"\bppl\b", "people"),
    (r"\byrs?\b", "year"),
    (r"\b(govt|gov't)\b", "government"),
    (r"\bpm\b", "prime minister"),
    (r"\bw/", "with "),
    (r"\bu\b", "you"),
    (r"\bwon['’]?t\b", "will not"),
    (r"\bcan['’]?t\b", "can not"),
    (r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should)n['’]?t\b", r"\1 not"),
)
AUX = r"(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could|should|might|may|must)"
YES_NO = re.compile(rf"^{AUX}\b", re.IGNORECASE)
ASKS_NUMBER = re.compile(
    r"^(?:(?:about|roughly|exactly|by|for|since|in|at) )?"
    r"how (?:many|much|long|old|big|large|often|far|high|low|fast|deep|wide|tall|heavy|bad|few)\b"
    r"|^what (?:%|percent\b|per cent\b)|^by how (?:many|much)\b"
    r"|^(?:at |by )?what (?:is |was |are |were )?(?:the )?(?:\w+ ){0,4}"
    r"(?:number|percentage|percent|share|rate|price|cost|amount|total|toll|figure|forecast|size|speed|age|growth|budget|salary|fine|score|margin)\b",
    re.IGNORECASE,
)
ASKS_WHEN = re.compile(
    r"^(?:since |until |till |by |from |and )?when\b"
    r"|^(?:on |in |at |by )?(?:what|which) (?:day|date|time|year|month|week)s?\b"
    r"|^how (?:soon|recently)\b|^what is the deadline\b",
    re.IGNORECASE,
)
ASKS_WHERE = re.compile(
    r"^(?:from |to |and )?where\b"
    r"|^(?:in |at |from |to )?(?:what|which) (?:\w+ )?(?:city|cities|town|towns|village|country|countries"
    r"|state|states|province|region|place|places|area|areas|district|court|airport|port|base|hospital|street"
    r"|building|venue|county|counties|island|islands)\b",
    re.IGNORECASE,
)
ASKS_WHY = re.compile(
    r"^why\b|^how come\b|^what (?:is|was|are|were) the (?:reason|cause|motive)s?\b"
    r"|^for what reason\b|^what (?:caused|led to)\b",
    re.IGNORECASE,
)
ASKS_CONDITION = re.compile(
    r"^what (?:happens|will happen|would happen|happened) (?:if|when|unless|to)\b|^what if\b"
    r"|^what (?:will|would) .+ (?:do|happen) (?:if|when|unless|to)\b|\bwhat (?:is|was|are) (?:being )?threatened\b"
    r"|^what (?:are|were|is|was) the (?:threats?|warnings?|ultimatums?|consequences?)\b"
    r"|^(?:did|does|has|have|is|are|was|were) .*\b(?:threaten|warn|ultimatum)",
    re.IGNORECASE,
)
STANDS_FOR = re.compile(r"^what (?:does|do|did) (?P<party>.+?) (?:stand for|mean)\b", re.IGNORECASE)
WHO_IS = re.compile(
    rf"^(?:who|what) (?:is|are|was|were|exactly is) (?P<party>(?:(?!\b{AUX}\b).)+?)[?.!\s]*$", re.IGNORECASE
)
# "the officer who …", "sending in troops", "insulted by it": somebody by what they do, and no name.
DESCRIBES = re.compile(
    r"\b(?:who|that|which|whose)\b|^\w+(?:ing|ed)\b|^(?:not )?\w+ (?:with|by|to|about)\b", re.IGNORECASE
)
WHAT_SAID = re.compile(
    rf"^(?:so )?(?:what(?: (?!{AUX}\b)\w+){{0,3}}|how|which \w+|who(?= (?:did|does|do)\b)) {AUX}(?: not)?"
    r" (?P<party>.+)$",
    re.IGNORECASE,
)
# "did any politician call for it", "has one of the nurses said so": for somebody, not for a name.
ANYONE = re.compile(r"^(?:did|does|do|has|have) (?:any\w*|one of|some\w*|an?)\b", re.IGNORECASE)
DID_SAY = re.compile(rf"^(?:{AUX})(?: not)? (?P<party>.+)$", re.IGNORECASE)
FOLLOWS = re.compile(
    r"^(?:and |but |or |what about |how about |and what about |and how about )+(?P<rest>[^?]+)\??$", re.IGNORECASE
)
ELSE = re.compile(r"^(?:and )?(?:any(?:one|body)|who) else\??$|^(?:and )?(?:others|other people)\??$", re.IGNORECASE)
BARE = re.compile(
    r"^(?P<wh>when|where|why|who|how many|how much) (?:was|is|did|were|are|does|will|would)?\s*"
    r"(?:that|this|it|they|he|she|those|these)?(?: (?:be|happen|said|say|done|do|from))?\??$",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them|his|their|it|its|that|this|those|these)\b", re.IGNORECASE)
