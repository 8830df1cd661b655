#!/usr/bin/env python3
"""Makes src/assess/weigh/weights.toml out of rows of signals; README.md says how the rows are made.

usage: fit.py ROWS [--write] [--only one_language|across|stance ...]
"""
import argparse, hashlib, json, pathlib, re
import numpy as np

TABLE = pathlib.Path(__file__).parents[2] / "src/assess/weigh/weights.toml"
FOLDS = 5
# A change of our cases for which nothing is labelled, of a text that speaks of the very claim: it may bear on it all the
# same (an older value, a paraphrase), so it teaches nothing.
SPEAKS, UNSURE = "speaks of nearly the same", 0.7
# A labelled change of our cases is one of a few among thousands of claims that it does not touch.
CASES_WEIGH = 5.0
L2 = 1e-3


def folds(rows):
    return np.array([int(hashlib.md5(r["group"].encode()).hexdigest(), 16) % FOLDS for r in rows])


def matrix(dicts):
    names = [n for n in dicts[0] if n != "base"] + ["base"]
    return names, np.array([[d.get(n, 0.0) for n in names] for d in dicts])


def logistic(x, classes, weight):
    """Weights, a column for each class but the first, of a logistic regression; Newton's method."""
    mean = (x * weight[:, None]).sum(0) / weight.sum()
    spread = np.sqrt(((x - mean) ** 2 * weight[:, None]).sum(0) / weight.sum()) + 1e-9
    mean[-1], spread[-1] = 0, 1
    z, k, d = (x - mean) / spread, classes.max(), x.shape[1]
    y = np.stack([classes == c for c in range(1, k + 1)], 1).astype(float)
    theta, ridge = np.zeros((d, k)), np.full(d, L2)
    ridge[-1] = 1e-6
    for _ in range(40):
        e = np.exp(z @ theta)
        p = e / (1 + e.sum(1, keepdims=True))
        gradient = z.T @ (weight[:, None] * (p - y)) + ridge[:, None] * theta
        hessian = np.zeros((d * k, d * k))
        for a in range(k):
            for b in range(k):
                h = weight * p[:, a] * ((a == b) - p[:, b])
                hessian[a * d:(a + 1) * d, b * d:(b + 1) * d] = (z * h[:, None]).T @ z + (np.diag(ridge) if a == b else 0)
        theta -= np.linalg.solve(hessian, gradient.T.reshape(-1)).reshape(k, d).T
    out = theta / spread[:, None]
    out[-1] -= (theta[:-1] * (mean[:-1] / spread[:-1])[:, None]).sum(0)
    return out


def crossed(x, classes, weight, fold):
    """What each row gets from the weights of the folds that it is not in."""
    out = np.zeros((len(x), classes.max()))
    for f in range(FOLDS):
        out[fold == f] = x[fold == f] @ logistic(x[fold != f], classes[fold != f], weight[fold != f])
    return out


def auc(score, y):
    order = np.argsort(score, kind="stable")
    rank = np.empty(len(score))
    rank[order] = np.arange(len(score))
    n = y.sum()
    return (rank[y == 1].sum() - n * (n - 1) / 2) / n / (len(y) - n)


def best_f1(score, y):
    order = np.argsort(-score)
    hits = np.cumsum(y[order])
    return (2 * hits / (np.arange(1, len(y) + 1) + y.sum())).max()


def bearing(rows, across):
    rows = [r for r in rows if r["across"] == across]
    rows = [r for r in rows if r["bears_on"] or r["from"] != "cases" or r["bears"][SPEAKS] < UNSURE]
    if sum(r["bears_on"] for r in rows) < 50:
        return None
    names, x = matrix([r["bears"] for r in rows])
    y = np.array([int(r["bears_on"]) for r in rows])
    source = np.array([r["from"] for r in rows])
    weight = np.ones(len(y))
    for s in set(source):
        weight[source == s] /= (source == s).sum()
    weight[(source == "cases") & (y == 1)] *= CASES_WEIGH
    weight /= weight.sum()
    score = crossed(x, y, weight, folds(rows))[:, 0]
    now = np.array([r["score"] for r in rows])
    for s in sorted(set(source)):
        at = source == s
        print(f"  {s}: {at.sum()} rows, {y[at].sum()} bear; AUC {auc(score[at], y[at]):.4f} (as it is {auc(now[at], y[at]):.4f}), "
              f"best F1 {best_f1(score[at], y[at]):.3f} ({best_f1(now[at], y[at]):.3f})")
    return dict(zip(names, logistic(x, y, weight)[:, 0]))


def stance(rows):
    classes = {"NOT ENOUGH INFO": 0, "SUPPORTS": 1, "REFUTES": 2}
    told = [(r, at) for r in rows for at in (0, 1) if r["labels"][at] in classes and r["stances"][at] and r["bears_on"]]
    if len(told) < 200:
        return None
    names, x = matrix([r["stances"][at] for r, at in told])
    y = np.array([classes[r["labels"][at]] for r, at in told])
    weight = np.full(len(y), 1 / len(y))
    score = crossed(x, y, weight, folds([r for r, _ in told]))
    guess = np.concatenate([np.zeros((len(y), 1)), score], 1).argmax(1)
    print(f"  {len(y)} texts, right {np.mean(guess == y):.3f}")
    return dict(zip(names, logistic(x, y, weight)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows")
    parser.add_argument("--write", action="store_true", help="write the table; else only tell what it would reach")
    parser.add_argument("--only", nargs="*", default=["one_language", "across", "stance"])
    args = parser.parse_args()
    rows = [json.loads(line) for line in open(args.rows, encoding="utf-8")]
    text = TABLE.read_text(encoding="utf-8")
    parts = {"one_language": lambda: bearing(rows, False), "across": lambda: bearing(rows, True), "stance": lambda: stance(rows)}
    for name in args.only:
        print(name)
        weights = parts[name]()
        if weights is None:
            print("  too few rows: left as it is")
            continue
        shown = lambda w: f"{w:.2f}" if np.ndim(w) == 0 else f"[{w[0]:.2f}, {w[1]:.2f}]"
        lines = "".join(f'"{n}" = {shown(w)}\n' for n, w in weights.items())
        text = re.sub(rf"(\[{name}\]\n)(?:\".*\n)+", lambda m: m[1] + lines, text)
    if args.write:
        TABLE.write_text(text, encoding="utf-8")


main()
