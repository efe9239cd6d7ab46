"""The vocabulary: frequent words of the corpus whole, everything else in word pieces.

Reading is greedy, longest piece first, as WordPiece does (Schuster and Nakajima 2012; Devlin et al. 2019); a piece
inside a word begins with `##`. `shared/src/engine/pieces.rs` reads the same way, and a fixture holds both to it.
"""

import unicodedata
from collections import Counter

LONGEST_WORD = 32


def words(text: str) -> list[str]:
    """Runs of letters and digits in lower case, without apostrophes, and single marks that carry a meaning."""
    found, word = [], []
    for c in unicodedata.normalize("NFKC", text).lower():
        if c in "'’‘":
            continue
        if c.isalnum():
            word.append(c)
            continue
        if word:
            found.append("".join(word)[:LONGEST_WORD])
            word = []
        if c in MARKS:
            found.append(c)
    if word:
        found.append("".join(word)[:LONGEST_WORD])
    return found


MARKS = "?!$£€%&@#+"


def read(word: str, known: dict[str, int]) -> list[int]:
    """The pieces of a word; what no piece covers is skipped, character by character."""
    found, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = known.get(word[start:end] if start == 0 else "##" + word[start:end])
            if piece is not None:
                found.append(piece)
                start = end
                break
        else:
            start += 1
    return found


def choose(texts: list[str], bert: list[str], rows: int, whole: int, pairs: int) -> list[str]:
    """`rows` pieces, sorted: every letter and digit, the `whole` most frequent words, of the teacher's pieces those
    that the other words need most, and beside them the `pairs` most frequent pairs of words."""
    counts = Counter(word for text in texts for word in words(text))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    plain = "abcdefghijklmnopqrstuvwxyz0123456789"
    chosen = set(plain) | {"##" + c for c in plain} | {word for word, _ in ordered if word in MARKS}
    chosen |= {word for word, _ in ordered[:whole] if word.isascii() or len(word) > 1}
    parts = {piece: place for place, piece in enumerate(bert) if not piece.startswith("[") and piece.isascii()}
    needed: Counter[str] = Counter()
    for word, count in ordered[whole:]:
        for place in read(word, parts):
            needed[bert[place]] += min(count, 20)
    for piece, _ in sorted(needed.items(), key=lambda pair: (-pair[1], pair[0])):
        if len(chosen) >= rows:
            break
        chosen.add(piece)
    return sorted(chosen | set(_pairs(texts, pairs)))


def _pairs(texts: list[str], count: int) -> list[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        read = words(text)
        plain = [word.isalnum() and word.isascii() for word in read]
        counts.update({f"{a} {b}" for a, b, one, other in zip(read, read[1:], plain, plain[1:]) if one and other})
    return [pair for pair, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:count]]
