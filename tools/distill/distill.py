"""One command from the corpus to the weights that ship: `python distill.py --data DATA --out ../../weights`.

    corpus, written.py ──teacher──▶ vectors ──PCA──▶ targets ──ridge, refining──▶ words.bin
    GoEmotions, feelings.py ────────────────the engine's own trainer────────────▶ emotion.bin, valence.txt
"""

import argparse
import gzip
import subprocess
from pathlib import Path

import numpy as np

import corpus
import heads
import pieces
import table
import teacher
import written

PIECES = 7_400
WHOLE_WORDS = 5_300
PAIRS = 2_000
UNITS = 128
WRITTEN = 80_000
CUTTINGS = 60_000
ROOT = Path(__file__).parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files, see README.md")
    parser.add_argument("--out", type=Path, default=ROOT / "weights", help="folder to write into")
    parser.add_argument("--cache", type=Path, default=ROOT / "target" / "distill", help="where the teacher's vectors are kept")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    words(arguments)
    emotion(arguments)
    total = 0
    for file in sorted(arguments.out.glob("*")):
        if file.suffix in (".bin", ".txt"):
            packed = len(gzip.compress(file.read_bytes(), 9))
            total += packed
            print(f"{file.name:<12} {file.stat().st_size:>9,} bytes, {packed:>9,} gzipped")
    print(f"{'together':<12} {total:>26,} gzipped")


def words(arguments: argparse.Namespace) -> None:
    """Fits the table."""
    found = corpus.sentences(arguments.data)
    own = written.sentences(WRITTEN)
    texts = [*found, *own, *written.cuttings(found, CUTTINGS)]
    sizes = [len(found), WRITTEN, CUTTINGS]
    print(f"texts: {sizes[0]:,} of the corpus, {WRITTEN:,} written, {CUTTINGS:,} cuttings", flush=True)
    names, vectors, first = ["sentences", "written", "cuttings"], [], 0
    for name, size in zip(names, sizes):
        vectors.append(teacher.embed(texts[first : first + size], arguments.cache, name))
        first += size
    axes = np.linalg.svd(vectors[0][::3], full_matrices=False)[2][: table.DIMENSIONS].T
    targets = np.concatenate(vectors) @ axes
    print(f"PCA keeps {100 * (targets**2).sum() / len(targets):.1f} % of what the teacher says", flush=True)
    bert = (teacher.folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    vocabulary = pieces.choose([*found, *own[: WRITTEN // 4]], bert, PIECES, WHOLE_WORDS, PAIRS)
    single = [piece.removeprefix("##") for piece in vocabulary]
    prior = teacher.embed(single, arguments.cache, "pieces") @ axes
    # A pair says what its words do not say by themselves: nothing, to begin with.
    prior[[" " in piece for piece in vocabulary]] = 0
    flat, starts = table.bags(texts, table.reader(vocabulary))
    rows = table.ridge(flat, starts, targets, prior)
    print("ridge: done", flush=True)
    rows, layer = table.refine(flat, starts, targets, rows, UNITS)
    (arguments.out / "words.bin").write_bytes(table.pack(vocabulary, rows, layer))


def emotion(arguments: argparse.Namespace) -> None:
    """Writes the words of feeling and trains the emotion heads."""
    valence, texts = arguments.out / "valence.txt", arguments.cache / "emotion.jsonl"
    valence.write_text(heads.valence(), encoding="utf-8")
    heads.texts(arguments.data, texts)
    files = ["--valence", valence, "--texts", texts, "--words", arguments.out / "words.bin", "--out", arguments.out / "emotion.bin"]
    subprocess.run(["cargo", "baton", "learn-emotion", *files], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
