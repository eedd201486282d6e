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
from luot_server.catalogue.cases import check
from luot_server.commands.decide import decide as decide_command
from luot_server.domain import competence
from luot_server.domain.competence import AreaUnknown, Decision, Question, answer, decide
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
EVE = date(2022, 9, 15)
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
    document = json.loads(OWN.read_text(encoding="utf-8"))
    document["tests"] = document["tests"][:3]
    document["tests"][0]["competent"] = "UBND Phường 9"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(document), encoding="utf-8")
    result = CliRunner().invoke(decide_command, [str(wrong)])
    assert result.exit_code == 1
    assert result.output.startswith("A01: competent should be 'UBND Phường 9'")
    assert result.output.splitlines()[-1] == "2 of 3 cases hold"


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (1, "is no object"),
        ({"hall": "H"}, "which neither the file nor the catalogue describes"),
        ({"regime": "1999"}, "known are 2022"),
        ({"hall": "HALF", "code": "1.001193"}, "hall HALF cannot be read"),
        ({"hall": "FAR", "code": "1.001193"}, "hall FAR has the area 22015"),
        ({"hall": "FLAT"}, "hall FLAT is no object"),
        ({"hall": "DL-22015", "purpose": "dance"}, "dance"),
        ({"hall": "DL-22015", "code": "1.001193", "level": "moon", "competence_key": "residence"}, "moon"),
        ({"hall": "DL-22015", "code": "1.001193", "competence_key": "luck"}, "luck"),
        ({"hall": "DL-22015", "on": "2025-02-31"}, "states what cannot be"),
        ({"hall": "DL-22015", "on": 20250701}, "states what cannot be"),
        ({"hall": ["DL-22015"], "code": {}}, "which neither"),
        ({"hall": "\ud800"}, "\\ud800"),
    ],
)
def test_a_case_nobody_can_decide_is_one_sentence_and_the_others_are_decided(
    tmp_path: Path, case: object, said: str
) -> None:
    good = {"id": "good", "hall": "DL-22015", "code": "2.000815", "accept": "yes"}
    described = {"HALF": {"kind": "tt_xa"}, "FLAT": 1, "FAR": {"kind": "tt_xa", "area": 22015, "name": "Far"}}
    halls = {id: hall for id, hall in described.items() if id in str(case)}
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"halls_2025": halls, "tests": [case, *([] if halls else [good])]}), encoding="utf-8")
    result = CliRunner().invoke(decide_command, [str(file)])
    first, *_, last = result.output.splitlines()
    assert said in first
    assert first.startswith("1: ")
    assert last == ("0 of 1 cases hold" if halls else "1 of 2 cases hold")
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe{", "UTF-8"),
        (b"{", "no JSON"),
        (b"[]", "holds no object"),
        (b"{}", "no list of cases"),
        (b'{"tests": [' + b"9" * 5000 + b"]}", "no JSON"),
    ],
)
def test_a_bad_file_is_one_sentence_and_no_traceback(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(content)
    result = CliRunner().invoke(decide_command, [str(file)])
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


odd = st.one_of(
    st.sampled_from([None, "", [], {}, "x", 1, 2.5, True, ["xa"], ["22015", None], {"vi": "x"}, [{"ref": "portal"}]]),
    st.sampled_from(
        ["xa+tinh", "L1", "none", "old:22024", "24121@66", "nationwide", "1.001193", "DL-TT", "tt_xa", "66"]
    ),
)
ASKED = ("code", "level", "list", "competence_key", "area", "vertical", "in_published_list", "purpose", "dossier", "on")
TOLD = ("id", "accept", "route", "competent", "with", "handover_to", "refer_to", "ask", "article", "reason")
DESCRIBED = ("kind", "area", "name", "shared_commune", "vertical_present", "agencies", "of", "mobile", "stands_in")


@settings(max_examples=40, deadline=None)
@given(
    case=st.dictionaries(st.sampled_from(ASKED + TOLD), odd, max_size=6),
    hall=st.dictionaries(st.sampled_from(DESCRIBED), odd, max_size=3),
    regime=st.sampled_from(["2022", "2025", "2025-listmode"]),
)
def test_no_case_however_odd_is_more_than_a_sentence(
    case: dict[str, object], hall: dict[str, object], regime: str
) -> None:
    known = {"regime": regime, "hall": "H", "code": "1.001193", "level": "xa", "competence_key": "residence"}
    place = {"kind": "tt_xa", "area": "22015", **hall}
    document = {"halls_2022": {"H": place}, "halls_2025": {"H": place}, "tests": [{**known, **case}]}
    ((_, problems),) = check(document)
    assert all("\n" not in str(problem) for problem in problems)


def test_an_area_nobody_knows_can_be_put_right() -> None:
    for area in ("99999", "22018", "old:99999", "Ea Kar", "99999@66", "99999@54"):  # 22018 ended with the merger
        with pytest.raises(AreaUnknown) as unknown:
            ask(area=area)
        assert (unknown.value.code, unknown.value.params["area"]) == ("area_unknown", area)


@pytest.mark.parametrize("area", ["22018", "22018@66"])
def test_an_area_that_ended_says_since_when_what_it_became_and_how_it_is_written(area: str) -> None:
    with pytest.raises(AreaUnknown) as unknown:
        ask(area=area)
    said = both(unknown.value.text)
    for part in ("Phường 2", "1/7/2025", "Phường Tuy Hòa", "old:22018"):
        assert part in said["vi"]
    assert "1 July 2025" in said["en"]


def test_a_code_given_anew_is_the_unit_of_the_day() -> None:
    assert ask(area="22015").accept == "yes"


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


THEN = World.of(shipped_facts(), EVE)
HALLS_2022 = json.loads(OWN.read_text(encoding="utf-8"))["halls_2022"]
FACTS_2022 = [fact for fact in shipped_facts() if fact.kind != "hall" and fact.holds_on(EVE)]
FACTS_2022 += [Fact("hall", id, EVE, EVE, data) for id, data in HALLS_2022.items()]
PHU_YEN = [area.code for area in THEN.areas() if area.code.startswith(("22", "5"))]


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
    assert_whole(decision)
    assert decision.handover_to != hall


def assert_whole(decision: Decision) -> None:
    assert decision.accept in {"yes", "yes_handover", "refer", "ask", "no"}
    assert all(both(decision.reason).values())
    assert Decision.from_data(decision.to_data()) == decision
    assert (decision.handover_to is not None) == (decision.accept == "yes_handover")
    assert bool(decision.refer_to) == (decision.accept == "refer")
    assert (decision.route is not None) == decision.accept.startswith("yes")
    if decision.accept in {"ask", "no"}:
        assert decision.competent is None


def questions(world: World) -> st.SearchStrategy[Question]:
    """Anything somebody may ask on the day of ``world``, sense or nonsense."""
    place = st.one_of(
        st.sampled_from([area.code for area in (*world.areas(), *world.former_areas())]),
        st.builds("old:{}".format, st.sampled_from([area.code for area in (*THEN.areas(), *world.areas())])),
        st.builds("{}@{}".format, st.sampled_from(["26734", "22024", "555"]), st.sampled_from(["54", "66", "79"])),
        st.sampled_from(["later", "99999", "66", "54", "Ea Kar", "@", "old:"]),
    )
    area = st.one_of(st.none(), st.lists(place, min_size=1, max_size=3).map(",".join))
    known = st.sampled_from([procedure.code for procedure in world.procedures()])
    dossier = st.sampled_from([None, "H15.50-260804-0583", "H45-240105-0001", "H15-260231-0001"])
    code = st.one_of(known, st.none(), st.from_regex(r"[1-9]\.9\d{5}", fullmatch=True), st.text(max_size=8))
    return st.builds(Question, code, st.sampled_from(PURPOSES), area, dossier, st.just(world.on))


@pytest.mark.parametrize("world", [WORLD, THEN], ids=["two tiers", "three tiers"])
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_whoever_asks_anything_anywhere_is_told_something_and_the_same_twice(world: World, data: st.DataObject) -> None:
    hall = data.draw(st.sampled_from(list(world.halls())))
    question = data.draw(questions(world))
    decision = answer(question, hall, world)
    assert decision == answer(question, hall, world)
    assert_whole(decision)
    if question.procedure and world.procedure(question.procedure) is None and question.purpose != Purpose.ADVICE:
        assert (decision.accept, decision.competent) == ("no", None)


@pytest.mark.parametrize("world", [WORLD, THEN], ids=["two tiers", "three tiers"])
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_who_decides_is_the_same_wherever_one_asks(world: World, data: st.DataObject) -> None:
    """But for what the receiving hall decides by its very key, or by the counter of its own (nationwide)."""
    province = "66" if world is WORLD else "54"
    homes = {it.id: world.ancestor(it.area, Level.PROVINCE) for it in world.halls()}
    inside = [id for id, home in homes.items() if home and home.code == province]
    elsewhere = (Key.RECEIVING_HALL, Key.NATIONWIDE)
    code = data.draw(st.sampled_from([it.code for it in world.procedures() if it.competence_key not in elsewhere]))
    area = data.draw(st.sampled_from([None, *(area.code for area in world.areas() if area.level is Level.COMMUNE)]))
    question = Question(code, "submit", area, None, world.on)
    places = [world.hall(id) for id in data.draw(st.lists(st.sampled_from(inside), min_size=2, max_size=4))]
    decisions = [answer(question, place, world) for place in places if place]
    named = {it.competent.id if it.competent else None for it in decisions if it.accept != "ask"}
    assert len(named) <= 1


@given(hall=halls, code=unknown, purpose=st.sampled_from(["submit", "collect_result", "supplement"]), area=areas)
def test_an_unknown_code_never_has_an_agency(hall: HallPlace, code: str, purpose: str, area: str | None) -> None:
    decision = decide(Question(code, purpose, area, None, DAY), hall, WORLD)
    assert (decision.accept, decision.competent, decision.refer_to) == ("no", None, ())


def test_no_code_of_a_procedure_hall_or_area_stands_in_the_rules() -> None:
    code = re.compile(r"\b\d\.\d{6}\b|\b\d{5}\b|\b[A-Z]{2}-\w*\d|\b(DL|PY)-|[\"'](54|66|\d{3})[\"']|\bH\d{2}\b")
    package = Path(competence.__file__).parent
    for file in sorted(package.rglob("*.py")):
        lines = file.read_text(encoding="utf-8").splitlines()
        found = [f"{file.name}:{number}: {line}" for number, line in enumerate(lines, 1) if code.search(line)]
        assert not found
