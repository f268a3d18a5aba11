"""How long and how much memory extraction takes on text that no article looks like (beside spaCy it is timed by `make bench`)."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.knowledge.build import load_knowledge
from transforms.extract import Knowledge, extract_article
from transforms.reading import article_from_text

pytestmark = pytest.mark.services

SENTENCE = "On Monday the minister of France met the president of Turkey in Ankara and condemned the attack of Iran on Iraq. "
MEGABYTE = 1_000_000
REGESTA = Path(sys.executable).with_name("regesta")
_PEAK = """
import resource, subprocess, sys
subprocess.run([sys.argv[1], "extract", "--input", sys.argv[2], "--output", sys.argv[3]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def seconds(knowledge: Knowledge, text: str) -> float:
    article = article_from_text("speed", text, published="2018-02-26")
    began = time.process_time()
    extract_article(article, knowledge)
    return time.process_time() - began


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(SENTENCE, id="sentences"),
        pytest.param(SENTENCE.replace(". ", " and "), id="no punctuation"),
        pytest.param(SENTENCE.upper(), id="capitals"),
        pytest.param("أدان الوزير الهجوم على العراق يوم الاثنين. ", id="right to left"),
        pytest.param("外交部发言人星期一谴责对伊拉克的袭击。", id="no spaces"),
    ],
)
def test_odd_text_takes_linear_time(knowledge: Knowledge, piece: str) -> None:
    short, long = (piece * (size // len(piece)) for size in (30_000, 120_000))
    seconds(knowledge, short)
    assert seconds(knowledge, long) < 8 * max(seconds(knowledge, short), 0.1)


def test_a_sentence_of_five_thousand_words_is_read(knowledge: Knowledge) -> None:
    assert seconds(knowledge, "The minister of France met " + "the president of Turkey and " * 1000 + "left.") < 60


def test_two_megabytes_stay_below_a_gigabyte_of_memory(tmp_path: Path) -> None:
    asked, answer = tmp_path / "asked.jsonl", tmp_path / "answer.jsonl"
    filler = "The weather in the valley stayed mild and the farmers brought in their harvest without much haste. "
    text = (SENTENCE + filler * 30) * (2 * MEGABYTE // len(SENTENCE + filler * 30))
    asked.write_text(json.dumps({"doc": "large", "text": text, "published": "2018-02-26"}) + "\n", encoding="utf-8")
    run = subprocess.run([sys.executable, "-c", _PEAK, str(REGESTA), str(asked), str(answer)], capture_output=True, text=True, check=True)
    assert json.loads(answer.read_text(encoding="utf-8"))["events"]
    assert int(run.stdout.split()[-1]) < 1000
