"""Writes the texts that the emotion heads are trained on; the training itself is the engine's own code."""

import json
from pathlib import Path

import corpus
import feelings

NEGATIVE = set("anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness".split())
HERE = Path(__file__).parent


def valence() -> str:
    """Words of feeling in both languages, one a line, with their values."""
    import re

    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    plain = {word.lower().replace("'", ""): value for word, value in SentimentIntensityAnalyzer().lexicon.items()}
    words = {word: value for word, value in plain.items() if re.fullmatch("[a-z0-9]+", word)}
    words |= feelings.lexicon(HERE / "feelings-zh.txt")
    return "".join(f"{word}\t{value:g}\n" for word, value in sorted(words.items()))


def texts(data: Path, file: Path) -> None:
    """One JSON object a line: text, language, whether it is negative."""
    rows = [
        (text, "en", bool(NEGATIVE & set(label.split("+"))))
        for text, label in corpus.rows(data / "emotion/goemotions-train.csv")
    ]
    rows += [(text, "en", negative) for text, negative in feelings.english(6_000)]
    rows += [(text, "zh", negative) for text, negative in feelings.chinese(8_000)]
    with file.open("w", encoding="utf-8") as opened:
        for text, language, negative in rows:
            opened.write(json.dumps({"text": text, "language": language, "negative": negative}, ensure_ascii=False) + "\n")
