"""Which texts are learnt from, and nothing else: only files whose licence lets weights ship (see NOTICE)."""

import csv
import json
from pathlib import Path


def rows(file: Path) -> list[tuple[str, str]]:
    """The `text,label` rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as opened:
        return [(row["text"], row["label"]) for row in csv.DictReader(opened)]


def sentences(data: Path) -> list[str]:
    """Every text that the table is fitted to, once, in a fixed order."""
    found = (data / "corpus/support-en.txt").read_text(encoding="utf-8").splitlines()
    for name in ("banking77/train", "clinc150/train", "nlupp-banking/all"):
        found += [text for text, _ in rows(data / f"intents/{name}.csv")]
    privacy = json.loads((data / "privacy/presidio-synthetic-en.json").read_text(encoding="utf-8"))
    found += [case["full_text"] for case in privacy]
    clean = (" ".join(text.split()) for text in found)
    return list(dict.fromkeys(text for text in clean if text))
