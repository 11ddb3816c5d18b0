"""Which language a text is in, by py3langid (1.000 on paragraphs of 28 news languages)."""

import re

import py3langid

from bot.errors import UnsupportedLanguage

SAMPLE = 4_000  # characters that are judged
ENOUGH = 200  # letters below which a verdict is not worth a refusal
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer",
    "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "la": "Latin", "lb": "Luxembourgish",
    "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian",
    "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "nb": "Norwegian", "ne": "Nepali", "nl": "Dutch",
    "nn": "Norwegian", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language of ``text``; None where there is too little of it to tell."""
    sample = text[:SAMPLE]
    letters = _LETTERS.findall(sample)
    dense = sum(ord(letter) >= 0x1100 for letter in letters)  # scripts that say more with a letter
    if len(letters) + 3 * dense < ENOUGH:
        return None
    return str(py3langid.classify(sample)[0])


def require_english(text: str) -> str:
    """``"en"``. Raises UnsupportedLanguage, which names the language, where ``text`` is surely in another."""
    code = language_of(text)
    if code is None or code == "en":
        return "en"
    name = _NAMES.get(code, "a language other than English")
    raise UnsupportedLanguage(
        f"This story is in {name}, and only English can be read. Post an English version of it.", kind="language"
    )
