// One citizen's way from an errand to a number: what is asked next, and what is sent.
import { key as newKey } from "../../server/web/shared/api";
import { language, type Both } from "../../server/web/shared/text";
import { local, Problem } from "./local";
import { awaiting, back, change, go, home, replace, state, type CardHelps } from "./state";
import { t } from "./words";
import type { Decision, ProcedureEntry, Purpose, Wanted } from "./wire";

/** Some commune of another province: the contract spells it CODE@PP, and which one changes nothing at this hall. */
const ELSEWHERE = "00000@00";
const LATER = "later";
const SECOND_TAP_MS = 1000;

export function chooseProcedure(procedure: ProcedureEntry): void {
  setVisit({ procedure, areas: [], dossier: "" });
  if (state.visit.purpose === "submit" && procedure.needs_area) go({ name: "area", nth: 0 });
  else decide();
}

/** How the procedure asks for its areas: in its own words where it has some. */
export function areaQuestions({ area_questions: several, area_question: one }: ProcedureEntry): Both[] {
  if (several?.length) return several.map((it) => it.question);
  return one ? [one] : [];
}

export function chooseArea(nth: number, area: string, name: string): void {
  setVisit({ areas: [...state.visit.areas.slice(0, nth), { area, name }] });
  decide();
}

export function chooseElsewhere(nth: number): void {
  chooseArea(nth, ELSEWHERE, t("screen.area_outside"));
}

export function leaveAreaToDesk(): void {
  chooseArea(0, LATER, t("screen.area_later"));
}

/** A second question is a help, not a hurdle: what was answered so far decides. */
export function goOnWithoutArea(nth: number): void {
  setVisit({ areas: state.visit.areas.slice(0, nth) });
  decide(true);
}

/** Collecting or supplementing: by the code on the receipt, or else by the procedure. */
export function startWith(purpose: Purpose): void {
  setVisit({ purpose, procedure: null, areas: [], dossier: "" });
  go({ name: "dossier", typed: "", scanned: "none" });
}

/** Says what is known of the dossier before a number is taken. Not knowing is no reason to keep anybody waiting. */
export function chooseDossier(dossier: string): void {
  setVisit({ dossier, procedure: null, areas: [] });
  const { purpose } = state.visit;
  void awaiting(
    Promise.all([local.decision({ purpose, dossier }), local.dossier(dossier).catch(() => null)]),
    ([decision, standing]) => {
      if (!follow(decision, null)) go({ name: "confirm", decision, details: null, standing });
    },
    (error) => showTrouble(error, () => chooseDossier(dossier)),
  );
}

export function choosePriority(priority: string | null): void {
  setVisit({ priority });
}

/** Reads a scanned identity card; only its mark, an age band and two suggestions come back. */
export function readCard(text: string, helps: CardHelps): void {
  void awaiting(
    local.card(text),
    (card) => {
      setVisit({ card });
      if (helps === "priority") back();
      else if (card.area) go({ name: "carded", nth: helps.nth, proposed: card.area });
      else replace({ name: "card", helps, listening: false, trouble: t("screen.card_no_area") });
    },
    (error) => replace({ name: "card", helps, listening: false, trouble: (error as Problem).title || t("screen.card_unreadable") }),
  );
}

/** Asks the hall who decides, then shows what follows from the answer; `settled`: no further area is asked for. */
export function decide(settled = false): void {
  const { procedure, areas, purpose } = state.visit;
  const asked = Promise.all([
    local.decision({ procedure: procedure?.code, area: joined(areas), purpose }),
    procedure ? local.procedure(procedure.code) : Promise.resolve(null),
  ]);
  void awaiting(
    asked,
    ([decision, details]) => {
      if (!settled && askFurther(decision)) return;
      if (!follow(decision, null)) go({ name: "confirm", decision, details, standing: null });
    },
    (error) => showTrouble(error, () => decide(settled)),
  );
}

export function take(): void {
  const { purpose, procedure, areas, dossier, priority, card } = state.visit;
  const wanted: Wanted = { purpose, language: language() };
  const area = joined(areas);
  if (procedure) wanted.procedure = procedure.code;
  if (area) wanted.area = area;
  if (dossier) wanted.dossier = dossier;
  if (priority) wanted.priority = priority;
  if (card) Object.assign(wanted, { mark: card.mark, age_band: card.age_band });
  request(wanted);
}

export function takeAdvice(): void {
  request({ purpose: "advice", language: language() });
}

/** Steps of this visit, for "Bước 2 / 4"; null where the way is not known yet or there is none. */
export function step(): { now: number; of: number } | null {
  const { procedure, purpose } = state.visit;
  const of = purpose !== "submit" || (procedure && !procedure.needs_area) ? 3 : 4;
  switch (state.screen.name) {
    case "search":
    case "fields":
    case "procedures":
    case "dossier":
    case "choose":
      return { now: 1, of };
    case "area":
    case "areas":
    case "split":
    case "carded":
      return { now: 2, of };
    case "confirm":
    case "priority":
      return { now: of - 1, of };
    default:
      return null;
  }
}

function request(wanted: Wanted): void {
  void awaiting(
    local.take(wanted, keyOf(wanted)),
    (issued) => {
      setVisit({ keys: new Map() }); // the wish is fulfilled; the same wish again is another number
      go({ name: "number", issued });
      change({ fresh: true });
      setTimeout(() => change({ fresh: false }), SECOND_TAP_MS);
    },
    (error) => {
      const body = error instanceof Problem ? error.body : null;
      if (body?.decision && follow(body.decision, body.print ?? null)) return;
      showTrouble(error, () => request(wanted));
    },
  );
}

function keyOf(wanted: Wanted): string {
  const name = JSON.stringify(wanted);
  const key = state.visit.keys.get(name) ?? newKey();
  state.visit.keys.set(name, key);
  return key;
}

/** Whether another of the procedure's areas may make this hall's own agency the one that decides; then it is asked. */
function askFurther(decision: Decision): boolean {
  const { procedure, areas } = state.visit;
  const nth = areas.length;
  const open = decision.accept === "yes_handover" || decision.accept === "refer";
  if (!open || nth === 0 || !procedure || leftToDesk() || nth >= areaQuestions(procedure).length) return false;
  go({ name: "area", nth });
  return true;
}

export function leftToDesk(): boolean {
  return state.visit.areas.some((it) => it.area === LATER);
}

function joined(areas: typeof state.visit.areas): string | undefined {
  return areas.map((it) => it.area).join(",") || undefined;
}

/** Where a decision leads other than to a number. False: it leads to one. */
function follow(decision: Decision, print: string | null): boolean {
  if (decision.accept === "ask" && !leftToDesk()) {
    const last = Math.max(0, state.visit.areas.length - 1);
    if (decision.ask.length > 0) go({ name: "split", nth: last, decision });
    else go({ name: "area", nth: last });
    return true;
  }
  if (decision.accept === "refer" || decision.accept === "no") {
    if (state.screen.name === "referral") change({ screen: { name: "referral", decision, print } });
    else go({ name: "referral", decision, print });
    return true;
  }
  return false;
}

/** What went wrong, in a sentence that says what now; `again` repeats the very same request. */
function showTrouble(error: unknown, again: () => void): void {
  const problem = error instanceof Problem ? error : new Problem("fault", "");
  if (problem.code === "hall_closed") {
    home();
    if (state.menu) change({ menu: { ...state.menu, open: false } }); // the next look at the menu brings the reason
    return;
  }
  const mayRepeat = problem.code === "unreachable" || problem.code === "fault";
  const sentence = problem.code === "unreachable" ? t("screen.lost_answer") : problem.title || t("screen.fault");
  go({ name: "trouble", sentence, again: mayRepeat ? () => retry(again) : null });
}

function retry(again: () => void): void {
  change({ screen: state.before[state.before.length - 1] ?? { name: "home" }, before: state.before.slice(0, -1) });
  again();
}

function setVisit(part: Partial<typeof state.visit>): void {
  change({ visit: { ...state.visit, ...part } });
}
