"""The page that adds a third regime is right: its blocks are run as they stand."""

import json
import re
from pathlib import Path

import pytest

from luot_server.catalogue import shipped_facts
from luot_server.domain.competence import regimes

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-regime.md"


def test_a_regime_is_a_module_and_a_fact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGE.read_text(encoding="utf-8")
    rule, trial = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (fact,) = re.findall(r"^```json\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    province = json.loads(fact)
    assert f"regimes/{province['regime']}.py" in text
    assert regimes.rule_of("never_heard_of") is None

    # A folder beside the package's own stands for it, so that a test leaves no file in the sources.
    (tmp_path / f"{province['regime']}.py").write_text(rule, encoding="utf-8")
    monkeypatch.setattr(regimes, "__path__", [*regimes.__path__, str(tmp_path)])
    assert province["regime"] in regimes.names()

    exec(compile(trial, str(PAGE), "exec"), {"province": province})


def test_every_province_shipped_follows_a_regime_there_is() -> None:
    named = {fact.data["regime"] for fact in shipped_facts() if fact.kind == "province"}

    assert named == {"three_tier", "two_tier"} == regimes.names()
