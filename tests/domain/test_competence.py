"""The competence decision on worked cases, and what must hold for every case there is."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from luot_server.catalogue import shipped_facts
from luot_server.commands.decide import decide as decide_command
from luot_server.domain import competence
from luot_server.domain.competence import AreaUnknown, Decision, Question, decide
from luot_server.domain.facts import Fact
from luot_server.domain.records import HallPlace, Key, Level
from luot_server.domain.ticket import Purpose
from luot_server.domain.world import World
from luot_server.messages import both

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "data" / "competence_cases.json"
SHARED = ROOT.parent / "shared" / "data" / "routing_cases.json"
DAY = date(2026, 3, 2)
WORLD = World.of(shipped_facts(), DAY)
HALLS = list(WORLD.halls())
PURPOSES = [purpose.value for purpose in Purpose]


def ask(
    hall: str = "DL-22015", procedure: str | None = "1.001193", area: str | None = None, purpose: str = "submit"
) -> Decision:
    place = WORLD.hall(hall)
    assert place is not None
    return decide(Question(procedure, purpose, area, None, DAY), place, WORLD)


@pytest.mark.parametrize("file", [OWN, *([SHARED] if SHARED.exists() else [])], ids=lambda file: file.name)
def test_worked_cases_hold(file: Path) -> None:
    result = CliRunner().invoke(decide_command, [str(file)])
    last = result.output.splitlines()[-1]
    assert re.fullmatch(r"(\d+) of \1 cases hold", last), result.output
    assert result.exit_code == 0


def test_a_case_that_does_not_hold_is_named_and_the_exit_status_says_so(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    text = OWN.read_text(encoding="utf-8")
    wrong.write_text(text.replace('"competent": "UBND xã EaBar"', '"competent": "UBND Phường 9"'), encoding="utf-8")
    result = CliRunner().invoke(decide_command, [str(wrong)])
    assert result.exit_code == 1
    assert result.output.startswith("A01: competent should be 'UBND Phường 9'")
    assert result.output.splitlines()[-1] == "53 of 54 cases hold"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe{", "UTF-8"),
        (b"{", "no JSON"),
        (b"[]", "holds no object"),
        (b"{}", "no list of cases"),
    ],
)
def test_a_bad_file_is_one_sentence_and_no_traceback(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(content)
    result = CliRunner().invoke(decide_command, [str(file)])
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_an_area_nobody_knows_can_be_put_right() -> None:
    for area in ("99999", "22018", "old:99999", "Ea Kar"):  # 22018 ended with the merger
        with pytest.raises(AreaUnknown) as unknown:
            ask(area=area)
        assert (unknown.value.code, unknown.value.params["area"]) == ("area_unknown", area)


def test_a_split_commune_is_asked_for_before_anybody_is_named() -> None:
    decision = ask(procedure="1.013225", area="old:22024")
    assert decision.accept == "ask"
    assert decision.competent is None
    assert [it.area for it in decision.ask] == ["22015", "22045"]
    assert "Phường 9" in both(decision.reason)["vi"]


def test_residence_away_is_helped_online_and_land_goes_by_paper() -> None:
    birth, land = ask(area="24373"), ask(procedure="1.115279", area="24373")
    assert (birth.route, birth.handover_to) == ("assisted_online", "DL-24373")
    assert (land.route, land.handover_to) == ("paper_handover", "land_branch:24373")


def test_police_matters_lead_to_the_nearest_station_from_a_hall_without_one() -> None:
    decision = ask(procedure="1.014063")
    assert decision.accept == "refer"
    assert [it.name["vi"] for it in decision.refer_to] == ["Công an phường Tuy Hòa"]


def test_a_referral_says_where_to_go() -> None:
    decision = ask(area="26734@79")
    portal = next(it for it in decision.refer_to if it.ref == "portal")
    assert portal.url == "https://dichvucong.gov.vn"
    assert portal.name["en"] == "National Public Service Portal"
    assert decision.article == "Nghị định 118/2025/NĐ-CP, Điều 14"


areas = st.one_of(
    st.none(),
    st.just("later"),
    st.sampled_from([area.code for area in WORLD.areas()]),
    st.sampled_from([f"old:{fact.data['old']}" for fact in shipped_facts() if fact.kind == "area_merge"]),
    st.builds("{}@{:02d}".format, st.sampled_from(["26734", "24373", "22024"]), st.integers(1, 65)),
)
known = st.sampled_from([procedure.code for procedure in WORLD.procedures()])
unknown = st.from_regex(r"[1-9]\.9\d{5}", fullmatch=True)
halls = st.sampled_from(HALLS)
purposes = st.sampled_from(PURPOSES)


@settings(max_examples=300, deadline=None)
@given(hall=halls, code=st.one_of(known, unknown, st.none(), st.text(max_size=8)), purpose=purposes, area=areas)
def test_every_question_has_one_answer_with_a_reason_in_both_languages(
    hall: HallPlace, code: str | None, purpose: str, area: str | None
) -> None:
    question = Question(code, purpose, area, None, DAY)
    decision = decide(question, hall, WORLD)
    assert decision == decide(question, hall, WORLD)
    assert decision.accept in {"yes", "yes_handover", "refer", "ask", "no"}
    assert all(both(decision.reason).values())
    assert Decision.from_data(decision.to_data()) == decision
    assert (decision.handover_to is not None) == (decision.accept == "yes_handover")
    assert bool(decision.refer_to) == (decision.accept == "refer")
    assert (decision.route is not None) == decision.accept.startswith("yes")
    if decision.accept in {"ask", "no"}:
        assert decision.competent is None


EVE = date(2022, 9, 15)
HALLS_2022 = json.loads(OWN.read_text(encoding="utf-8"))["halls_2022"]
FACTS_2022 = [fact for fact in shipped_facts() if fact.kind != "hall" and fact.holds_on(EVE)]
FACTS_2022 += [Fact("hall", id, EVE, EVE, data) for id, data in HALLS_2022.items()]
PHU_YEN = [area.code for area in World.of(FACTS_2022, EVE).areas() if area.code.startswith(("22", "5"))]


@settings(max_examples=100, deadline=None)
@given(
    hall=st.sampled_from(sorted(HALLS_2022)),
    levels=st.sets(st.sampled_from(list(Level)), min_size=1),
    key=st.sampled_from(list(Key)),
    lists=st.sets(st.sampled_from(["L1", "L2", "L3"])),
    vertical=st.sampled_from([None, "cong_an_xa", "bhxh"]),
    area=st.one_of(st.none(), st.sampled_from(PHU_YEN), st.just("24121@66")),
)
def test_three_tiers_answer_everything_too(
    hall: str, levels: set[Level], key: Key, lists: set[str], vertical: str | None, area: str | None
) -> None:
    data = {"name": {"vi": "x", "en": "x"}, "field": "ho-tich", "levels": list(levels), "competence_key": key}
    made_up = Fact("procedure", "1.003001", EVE, EVE, {**data, "lists": list(lists), "vertical": vertical})
    world = World.of([*FACTS_2022, made_up], EVE)
    place = world.hall(hall)
    assert place is not None
    decision = decide(Question("1.003001", "submit", area, None, EVE), place, world)
    assert all(both(decision.reason).values())
    assert bool(decision.refer_to) == (decision.accept == "refer")
    assert (decision.handover_to is not None) == (decision.accept == "yes_handover")
    assert decision.handover_to != hall


@given(hall=halls, code=unknown, purpose=st.sampled_from(["submit", "collect_result", "supplement"]), area=areas)
def test_an_unknown_code_never_has_an_agency(hall: HallPlace, code: str, purpose: str, area: str | None) -> None:
    decision = decide(Question(code, purpose, area, None, DAY), hall, WORLD)
    assert (decision.accept, decision.competent, decision.refer_to) == ("no", None, ())


@settings(deadline=None)
@given(one=halls, other=halls, code=known, area=areas)
def test_who_decides_does_not_depend_on_the_hall(one: HallPlace, other: HallPlace, code: str, area: str | None) -> None:
    procedure = WORLD.procedure(code)
    assert procedure is not None
    question = Question(code, "submit", area, None, DAY)
    here, there = (decide(question, hall, WORLD) for hall in (one, other))
    if procedure.competence_key not in (Key.RECEIVING_HALL, Key.NATIONWIDE):
        assert here.competent == there.competent


def test_no_code_of_a_procedure_hall_or_area_stands_in_the_rules() -> None:
    code = re.compile(r"\b\d\.\d{6}\b|\b\d{5}\b|\b[A-Z]{2}-\w*\d|\b(DL|PY)-|[\"'](54|66|\d{3})[\"']|\bH\d{2}\b")
    package = Path(competence.__file__).parent
    for file in sorted(package.glob("*.py")):
        lines = file.read_text(encoding="utf-8").splitlines()
        found = [f"{file.name}:{number}: {line}" for number, line in enumerate(lines, 1) if code.search(line)]
        assert not found
