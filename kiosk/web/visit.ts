// One citizen's way from an errand to a number: what is asked next, and what is sent.
import { language, type Both } from "../../server/web/shared/text";
import { bringForward, ofPresent, toSend } from "./errands";
import { local, Problem } from "./local";
import { awaiting, back, change, go, home, keyOf, replace, setVisit, state, type CardHelps, type Screen } from "./state";
import { showTurn } from "./turn";
import { said, t } from "./words";
import type { Decision, ProcedureEntry, Purpose, Wanted } from "./wire";

/** Some commune of another province: the contract spells it CODE@PP, and which one changes nothing at this hall. */
const ELSEWHERE = "00000@00";
const LATER = "later";
const SECOND_TAP_MS = 1000;
/** A rule of the hall stands in the way; the server's sentence says what to do instead. */
const DOOR = new Set(["quota_used", "capacity_used", "visit_taken"]);

export function chooseProcedure(procedure: ProcedureEntry): void {
  setVisit({ procedure, areas: [], dossier: "" });
  const asks = state.visit.purpose === "submit" && procedure.needs_area;
  if (asks && state.offline) leaveAreaToDesk(); // no place can be looked up, and the desk asks all the same
  else if (asks) askPlace(procedure);
  else decide();
}

/**
 * Most people come for a matter of this very place. Where it can be received for it, one screen asks that and shows what
 * it needs, so that the answer is the number; everybody else is asked as carefully as before.
 */
function askPlace(procedure: ProcedureEntry): void {
  const { visit, menu } = state;
  const ask = (): void => go({ name: "area", nth: 0 });
  if (!menu?.open || visit.turn || visit.others.length > 0) return ask();
  void awaiting(settledHere(procedure), (screen) => (screen ? go(screen) : ask()), ask);
}

/** The screen whose answer is the number; null where this very place does not settle the matter. */
async function settledHere(procedure: ProcedureEntry): Promise<Screen | null> {
  const own = state.home ?? (await local.areas(""))[0]; // the first touch may come before the page has heard where it is
  if (!own) return null;
  const asked = { procedure: procedure.code, area: own.area, purpose: "submit" } as const;
  const [decision, details] = await Promise.all([local.decision(asked), local.procedure(procedure.code)]);
  const settled = decision.accept === "yes" || (decision.accept === "yes_handover" && areaQuestions(procedure).length < 2);
  if (!settled) return null;
  change({ home: own });
  return { name: "here", decision, details };
}

/** The place is this one, and nothing else is to be said. */
export function takeHere(): void {
  if (!state.home) return;
  setVisit({ areas: [{ area: state.home.area, name: said(state.home.name) }] });
  take();
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
      else if (helps === "door") passDoor();
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
    local.decision({ procedure: procedure?.code, area: areas.map((it) => it.area).join(",") || undefined, purpose }),
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

/** The number for everything on the list, or the present errand for a number taken before. */
export function take(): void {
  const { others, turn, priority, card, party, count } = state.visit;
  if (turn) return addToTurn(turn.scan);
  const asked = [...others.map((it) => it.errand), ofPresent()].map(toSend);
  const [first, second] = asked;
  if (!first) return;
  const { purpose, procedure } = first;
  const wanted: Wanted = second ? { purpose, ...(procedure ? { procedure } : {}), errands: asked } : { ...first };
  wanted.language = language();
  if (priority) wanted.priority = priority;
  if (party) wanted.party = party;
  if (count !== null) wanted.dossier_count = count;
  if (card) Object.assign(wanted, { mark: card.mark, age_band: card.age_band });
  request(wanted);
}

export function takeAdvice(): void {
  request({ purpose: "advice", language: language() });
}

/** Rings the guide, who comes to this kiosk; where nobody can be rung the screen says whom to ask. */
export function callForHelp(): void {
  void awaiting(
    local.help(),
    () => replace({ name: "help", call: "coming" }),
    () => replace({ name: "help", call: "failed" }),
  );
}

export function printAgain(job: string): void {
  change({ prints: { ...state.prints, [job]: "waiting" } });
  void local.printAgain(job).catch(() => change({ prints: { ...state.prints, [job]: "failed" } }));
}

/** Steps of this visit, for "Bước 2 / 4"; null where the way is not known yet or there is none. */
export function step(): { now: number; of: number } | null {
  const { procedure, purpose } = state.visit;
  const of = purpose !== "submit" || (procedure && !procedure.needs_area) ? 3 : 4;
  switch (state.screen.name) {
    case "here":
      return { now: 2, of: 3 };
    case "more":
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
    case "party":
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
      if (refused(error)) return;
      showTrouble(error, () => request(wanted));
    },
  );
}

/** One more errand for the number on the slip; who holds it sees the list it has become part of. */
function addToTurn(scan: string): void {
  const errand = toSend(ofPresent());
  void awaiting(
    local.addErrand(scan, errand, keyOf({ scan, ...errand })),
    (turn) => showTurn(scan, turn, t("screen.turn_added")),
    (error) => {
      if (refused(error)) return;
      showTrouble(error, () => addToTurn(scan));
    },
  );
}

/** A refusal that leads on: to a referral, to a question about the errand it names, to the card. */
function refused(error: unknown): boolean {
  const body = error instanceof Problem ? error.body : null;
  if (body?.code === "card_needed") {
    go({ name: "card", helps: "door", listening: false, trouble: "" });
    return true;
  }
  if (!body?.decision) return false;
  if (!state.visit.turn) bringForward(body.errand ?? 0);
  return follow(body.decision, body.print ?? null);
}

/** The hall asks for a card and somebody shows none: a person decides, not a machine. */
export function goToGuide(): void {
  go({ name: "help" });
}

/** Back to where the card was asked for, and on from there. */
function passDoor(): void {
  back();
  take();
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

/** Where a decision leads other than to a number. False: it leads to one. */
function follow(decision: Decision, print: string | null): boolean {
  if (decision.accept === "ask" && !leftToDesk() && !state.offline) {
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
  const door = DOOR.has(problem.code);
  const mayRepeat = problem.code === "unreachable" || problem.code === "fault";
  const sentence = problem.code === "unreachable" ? t("screen.lost_answer") : problem.title || t("screen.fault");
  go({ name: "trouble", sentence, again: mayRepeat ? () => retry(again) : null, door });
}

function retry(again: () => void): void {
  back();
  again();
}
