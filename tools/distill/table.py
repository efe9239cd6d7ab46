"""The table: fitted to the teacher by ridge regression, then refined to keep who is like whom.

1. Ridge (closed form, by conjugate gradients): the mean of a sentence's rows shall predict the teacher's vector of the
   sentence: minimise |XE - Y|^2 + lambda |E - E0|^2, rows of X scaled by one over the root of their length, Y reduced
   to 256 dimensions by PCA, E0 the teacher's vectors of single pieces, weighed by SIF (Arora et al. 2017). Averaging
   single-token vectors alone, as model2vec does, is far weaker.
2. Refining (Adam, a few epochs): rows and a small layer after the mean, so that in each batch the distribution of
   likenesses follows the teacher's (relational distillation), with a tenth of the pieces left out at random.
"""

import struct
import time

import numpy as np
import scipy.sparse as sp

import pieces

DIMENSIONS = 256
RIDGE = 0.3
RIDGE_STEPS = 25
SIF = 1e-3
EPOCHS = 3
BATCH = 512
RATE = 1e-3
TEMPERATURE = 0.05
LEFT_OUT = 0.1
SEED = 0
# The layer sees unit vectors; these factors bring its numbers near one. They are folded into the weights.
GAIN = 4.0


def reader(vocabulary: list[str]):
    """Reads a text into the numbers of its pieces and of its pairs of words that have a row."""
    known = {piece: place for place, piece in enumerate(vocabulary)}

    def read(text: str) -> list[int]:
        found, before = [], None
        for word in pieces.words(text):
            if before is not None and (pair := known.get(f"{before} {word}")) is not None:
                found.append(pair)
            found += pieces.read(word, known)
            before = word
        return found

    return read


def bags(texts: list[str], read) -> tuple[np.ndarray, np.ndarray]:
    """All pieces in one list, and where each text begins."""
    lists = [read(text) or [0] for text in texts]
    starts = np.cumsum([0] + [len(one) for one in lists])
    return np.concatenate([np.array(one, dtype=np.int64) for one in lists]), starts


def ridge(flat: np.ndarray, starts: np.ndarray, targets: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """The rows that predict the targets best, held near the prior."""
    lengths = np.diff(starts)
    values = np.repeat(1 / np.sqrt(lengths), lengths).astype(np.float32)
    x = sp.csr_matrix((values, flat, starts), shape=(len(lengths), len(prior)))
    counts = np.bincount(flat, minlength=len(prior))
    start = (prior * (SIF / (SIF + counts / counts.sum()))[:, None]).astype(np.float32)
    back = x.T.tocsr()
    rows, left = start.copy(), back @ (targets - x @ start)
    direction, size = left.copy(), (left * left).sum(0)
    for _ in range(RIDGE_STEPS):
        turned = back @ (x @ direction) + RIDGE * direction
        step = size / np.maximum((direction * turned).sum(0), 1e-12)
        rows += step * direction
        left -= step * turned
        size, before = (left * left).sum(0), size
        direction = left + size / np.maximum(before, 1e-12) * direction
    return rows


def refine(flat, starts, targets, rows, units: int):
    """Rows, and the layer as (in, bias, out), whose likenesses follow the teacher's."""
    import torch
    import torch.nn.functional as F

    torch.manual_seed(SEED)
    draw = np.random.default_rng(SEED)
    flat = torch.from_numpy(flat)
    lengths = torch.from_numpy(np.diff(starts))
    wanted = F.normalize(torch.from_numpy(targets), dim=1)
    table = torch.nn.Parameter(torch.from_numpy(rows))
    into, out = torch.nn.Linear(DIMENSIONS, units), torch.nn.Linear(units, DIMENSIONS, bias=False)
    torch.nn.init.zeros_(out.weight)
    optimizer = torch.optim.Adam([table, *into.parameters(), *out.parameters()], lr=RATE)
    alone = torch.eye(BATCH, dtype=torch.bool)
    steps, done, began = EPOCHS * (len(lengths) // BATCH), 0, time.monotonic()

    def likenesses(vectors):
        return F.log_softmax((vectors @ vectors.T / TEMPERATURE).masked_fill(alone, -1e4), dim=1)

    for epoch in range(EPOCHS):
        order, total = draw.permutation(len(lengths)), 0.0
        for first in range(0, len(lengths) - BATCH, BATCH):
            batch = order[first : first + BATCH]
            ids = torch.cat([flat[starts[place] : starts[place + 1]] for place in batch])
            offsets = torch.cumsum(lengths[batch], 0) - lengths[batch]
            kept = (torch.rand(len(ids)) > LEFT_OUT).float()
            mean = F.normalize(F.embedding_bag(ids, table, offsets, mode="sum", per_sample_weights=kept), dim=1)
            found = F.normalize(mean + out(F.relu(into(mean * GAIN))) / GAIN, dim=1)
            want = wanted[batch]
            loss = (1 - (found * want).sum(1)).mean()
            loss = loss + 0.3 * F.kl_div(likenesses(found), likenesses(want), log_target=True, reduction="batchmean")
            for group in optimizer.param_groups:
                group["lr"] = RATE * (1 - done / steps)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total, done = total + loss.item(), done + 1
        print(f"  refining: epoch {epoch + 1}, loss {total * EPOCHS / steps:.4f}, {time.monotonic() - began:.0f} s", flush=True)
    layer = (into.weight.detach().numpy() * GAIN, into.bias.detach().numpy(), out.weight.detach().numpy().T / GAIN)
    return table.detach().numpy(), layer


def pack(vocabulary: list[str], rows: np.ndarray, layer) -> bytes:
    """The file, as `shared/src/engine/table.rs` describes it."""
    rows = rows * (3 / np.linalg.norm(rows, axis=1).mean())
    steps, numbers = four_bits(rows)
    order = sorted(range(len(vocabulary)), key=lambda place: vocabulary[place].encode())
    words, before = bytearray(), b""
    for place in order:
        piece = vocabulary[place].encode()
        shared = 0
        while shared < min(len(piece), len(before)) and piece[shared] == before[shared]:
            shared += 1
        words += bytes([shared, len(piece) - shared]) + piece[shared:]
        before = piece
    into, bias, out = layer
    packed = b"BTAB" + struct.pack("<IIII", len(vocabulary), DIMENSIONS, len(bias), len(words)) + bytes(words)
    packed += steps[order].tobytes() + (numbers[order, 0::2] | (numbers[order, 1::2] << 4)).tobytes()
    if len(bias):
        scales = [np.abs(weights).max() / 127 for weights in (into, out)]
        packed += struct.pack("<ff", *scales) + bias.astype("<f4").tobytes()
        packed += b"".join(np.rint(w / s).astype(np.int8).tobytes() for w, s in zip((into, out), scales))
    return packed


def four_bits(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each row the scale, as steps of an eighth of an octave, that rounds it with the least error, and its numbers."""
    greatest = np.abs(rows).max(1)
    least = np.full(len(rows), np.inf)
    steps, numbers = np.zeros(len(rows), np.uint8), np.zeros(rows.shape, np.uint8)
    for share in np.linspace(0.35, 1.05, 15):
        step = np.clip(np.rint(8 * np.log2(np.maximum(greatest * share / 7.5, 1e-9) * 65536)), 0, 255)
        scale = (2 ** (step / 8) / 65536)[:, None]
        rounded = np.clip(np.rint(rows / scale), -8, 7)
        error = ((rounded * scale - rows) ** 2).sum(1)
        better = error < least
        least[better], steps[better], numbers[better] = error[better], step[better], rounded[better] + 8
    return steps, numbers
