"""The encoder of the wheel in 64-bit floats.

The wheel's own forward pass works in 32 bits, where the last bits depend on the processor. In 64 bits what
processors differ in is far below one step of the table, so every machine makes the same bytes.
"""

import numpy as np

BOS, EOS = 1, 2
ORDERS = ((2, 0), (3, 1), (5, 2))  # length of the n-gram, how far it reaches to the left
CHUNKS = 17
WIDTH = 256


class Encoder:
    def __init__(self, backend):
        wide = {}
        for name, value in vars(backend).items():
            if isinstance(value, np.ndarray) and value.dtype == np.float32:
                wide[name] = value.astype(np.float64)
            elif isinstance(value, list):
                wide[name] = [item.astype(np.float64) for item in value]
        self.w = wide
        self.table = backend.table
        self.eps = backend.eps

    def encode(self, texts, batch=512):
        """One row of length one for each text, given as the ids of its pieces."""
        out = np.empty((len(texts), self.table.shape[1]))
        for length in sorted({len(text) for text in texts}):
            places = [n for n, text in enumerate(texts) if len(text) == length]
            for at in range(0, len(places), batch):
                some = places[at : at + batch]
                out[some] = self._encode(np.array([[BOS, *texts[n], EOS] for n in some]))
        return out

    def _encode(self, tokens):
        w = self.w
        count = tokens.shape[1]
        chunk = tokens % CHUNKS
        raw = self.table[tokens] * w["scale"][chunk][..., None] + w["lo"][chunk][..., None]
        x = self._layer_norm(_times(raw, w["proj_W"]) + w["proj_b"], w["ln_g_all"], w["ln_b_all"])
        features = [raw]
        for n, (order, left) in enumerate(ORDERS):
            own = x[..., n * WIDTH : (n + 1) * WIDTH]
            once = _relu(_times(_windows(own, order, left), w["w1"][n]) + w["b1"][n]) + own
            features.append(_relu(_times(_windows(once, order, left), w["w2"][n]) + w["b2"][n]) + once)
        joined = self._layer_norm(np.concatenate(features, axis=-1), w["ln_g"], w["ln_b"])
        mean = (joined.sum(axis=1) @ w["cnn_W"] + count * w["cnn_b"]) / np.sqrt(float(count))
        y0 = _relu(mean @ w["d0"])
        y1 = _relu(mean @ w["p1"] + y0 @ w["d1"])
        y2 = _relu(y1 @ w["d2"])
        z = np.tanh(y1 @ w["p3"] + y2 @ w["d3"])
        return z / np.sqrt(np.maximum((z * z).sum(axis=-1, keepdims=True), self.eps))

    def _layer_norm(self, x, gain, bias):
        x = x - x.mean(axis=-1, keepdims=True)
        return x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + self.eps) * gain + bias


def _relu(x):
    return np.maximum(x, 0.0)


def _times(x, matrix):
    """As one product of two flat matrices, which is many times faster than a stack of small ones."""
    return (x.reshape(-1, x.shape[-1]) @ matrix).reshape(*x.shape[:-1], matrix.shape[1])


def _windows(x, order, left):
    """Each token with its neighbours, zeros past the ends."""
    length = x.shape[1]
    padded = np.pad(x, ((0, 0), (left, order - 1 - left), (0, 0)))
    return np.concatenate([padded[:, k : k + length] for k in range(order)], axis=-1)
