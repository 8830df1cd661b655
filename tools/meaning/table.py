"""The table's file: how it is laid out, and what a text's vector is by it. `src/meaning` reads it the same way.

All numbers are little-endian: the number of entries and of dimensions (u32 each), then a column at a time:
lengths of the texts in bytes (u8), minus the log probabilities in steps of 1/2048 (u16), steps of the rows
(u16), rows (four bits a number: the lower halves of the bytes are the first half of the numbers), texts.
Entries stand in the order of the bytes of their texts, in which a space is written for U+2581. A number n of a
row stands for (n - 7.5) steps.
"""

import numpy as np

SCORE_STEPS = 2048
HALF_WEIGHT = 1e-3
SPACE = "\u2581"
# The best step for sixteen levels of normally distributed numbers, in standard deviations.
STEP = 0.3352


def rows(vectors, kinds, dims):
    """The first principal axes, all stretched to the same variance, of the vectors less the mean of their kind.

    Without the means the axis between languages would lead; without the stretching a few axes of style would. Signs
    get no direction. Of the two directions of an axis the one is taken that makes its largest part positive.
    """
    kinds = np.array(kinds)
    centred = np.zeros_like(vectors)
    for kind in sorted(set(kinds) - {"sign"}):
        own = kinds == kind
        centred[own] = vectors[own] - vectors[own].mean(axis=0)
    variances, axes = np.linalg.eigh(centred.T @ centred / len(centred))
    variances, axes = variances[::-1][:dims], axes[:, ::-1][:, :dims]
    largest = np.abs(axes).argmax(axis=0)
    return centred @ (axes * np.sign(axes[largest, np.arange(dims)]) / np.sqrt(variances))


def pack(texts, scores, vectors):
    """The bytes of the table."""
    texts = [text.replace(SPACE, " ").encode() for text in texts]
    order = sorted(range(len(texts)), key=texts.__getitem__)
    texts = [texts[n] for n in order]
    vectors = vectors[order]
    scores = np.rint(-np.asarray(scores, dtype=np.float64)[order] * SCORE_STEPS)
    steps = STEP * np.sqrt((vectors * vectors).mean(axis=1))
    divisors = np.where(steps > 0, steps, 1.0)
    numbers = np.clip(np.floor(vectors / divisors[:, None]) + 8, 0, 15).astype(np.uint8)
    half = vectors.shape[1] // 2
    return b"".join([
        np.array([len(texts), vectors.shape[1]], dtype="<u4").tobytes(),
        bytes(len(text) for text in texts),
        scores.astype("<u2").tobytes(),
        np.rint(steps / steps.max() * 65535).astype("<u2").tobytes(),
        (numbers[:, :half] | numbers[:, half:] << 4).tobytes(),
        b"".join(texts),
    ])


class Table:
    """A table read back, and the wheel's own tokenizer held to its pieces."""

    def __init__(self, data, tokenizer):
        count, self.dims = (int(n) for n in np.frombuffer(data, "<u4", 2))
        at = 8
        lengths = data[at : at + count]
        at += count
        scores = np.frombuffer(data, "<u2", count, at)
        at += 2 * count
        steps = np.frombuffer(data, "<u2", count, at).astype(np.float64)
        at += 2 * count
        halves = np.frombuffer(data, "u1", count * self.dims // 2, at).reshape(count, -1)
        at += halves.size
        numbers = np.concatenate([halves & 15, halves >> 4], axis=1)
        self.scores = -scores.astype(np.float64) / SCORE_STEPS
        self.rows = (numbers - 7.5) * steps[:, None]
        self.weights = HALF_WEIGHT / (HALF_WEIGHT + np.exp(self.scores))
        self.tokenizer = tokenizer
        self._hold_to(data, at, lengths)

    def _hold_to(self, data, at, lengths):
        prefixes = {}
        for n, length in enumerate(lengths):
            piece = data[at : at + length].decode().replace(" ", SPACE)
            at += length
            for k in range(1, len(piece)):
                prefixes.setdefault(piece[:k], 0)
            prefixes[piece] = n + 2
        self.tokenizer._prefixes = prefixes
        # The place of a piece is its id less one: id 0 stands for what is unknown.
        self.tokenizer._scores = [0.0, *self.scores]

    def sentence(self, text):
        """The vector of a text, of length one, or nothing. Han is expected in simplified characters."""
        return self._sum(self.tokenizer._encode_one(text))

    def word(self, word):
        """The same of one word, as the likeliest of the ways to write it has it."""
        if word[0].isascii():
            forms = [SPACE + form for form in (word, word.lower(), word.capitalize())]
        else:
            forms = [word, SPACE + word]
        cuts = [self.tokenizer._viterbi(form) for form in forms]
        return self._sum(max(cuts, key=lambda cut: sum(self.tokenizer._scores[n] for n in cut)))

    def _sum(self, cut):
        places = [n - 1 for n in cut if n > 0]
        total = self.weights[places] @ self.rows[places]
        length = np.linalg.norm(total)
        return total / length if length > 0 else None
