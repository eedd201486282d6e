// One citizen's way from an errand to a number: what is asked next, and what is sent.
import { language } from "../../server/web/shared/text";
import { local, Problem } from "./local";
import { awaiting, change, go, home, state } from "./state";
import { t } from "./words";
import type { Decision, ProcedureEntry, Purpose, Wanted } from "./wire";

/** Some commune of another province: the contract spells it CODE@PP, and which one changes nothing at this hall. */
const ELSEWHERE = "00000@00";
const LATER = "later";

export function chooseProcedure(procedure: ProcedureEntry): void {
  setVisit({ procedure, area: null });
  if (state.visit.purpose === "submit" && procedure.needs_area) go({ name: "area" });
  else decide();
}

export function chooseArea(area: string, name: string): void {
  setVisit({ area: { area, name } });
  decide();
}

export function chooseElsewhere(): void {
  chooseArea(ELSEWHERE, t("screen.area_outside"));
}

export function leaveAreaToDesk(): void {
  chooseArea(LATER, t("screen.area_later"));
}

/** Collecting or supplementing: by the code on the receipt, or else by the procedure. */
export function startWith(purpose: Purpose): void {
  setVisit({ purpose, procedure: null, area: null, dossier: "" });
  go({ name: "dossier", typed: "" });
}

export function chooseDossier(dossier: string): void {
  setVisit({ dossier, procedure: null, area: null });
  decide();
}

export function choosePriority(priority: string | null): void {
  setVisit({ priority });
}

/** Asks the hall who decides, then shows what follows from the answer. */
export function decide(): void {
  const { procedure, area, purpose, dossier } = state.visit;
  const asked = Promise.all([
    local.decision({ procedure: procedure?.code, area: area?.area, purpose, dossier }),
    procedure ? local.procedure(procedure.code) : Promise.resolve(null),
  ]);
  void awaiting(
    asked,
    ([decision, details]) => {
      if (!follow(decision, null)) go({ name: "confirm", decision, details });
    },
    (error) => showTrouble(error, decide),
  );
}

export function take(): void {
  const { purpose, procedure, area, dossier, priority } = state.visit;
  const wanted: Wanted = { purpose, language: language() };
  if (procedure) wanted.procedure = procedure.code;
  if (area) wanted.area = area.area;
  if (dossier) wanted.dossier = dossier;
  if (priority) wanted.priority = priority;
  request(wanted);
}

export function takeAdvice(): void {
  request({ purpose: "advice", language: language() });
}

/** Steps of this visit, for "Bước 2 / 4"; null where the way is not known yet or there is none. */
export function step(): { now: number; of: number } | null {
  const { procedure, purpose } = state.visit;
  const of = procedure && !(purpose === "submit" && procedure.needs_area) ? 3 : 4;
  switch (state.screen.name) {
    case "search":
    case "fields":
    case "procedures":
    case "dossier":
    case "choose":
      return { now: 1, of: purpose === "submit" ? 4 : 3 };
    case "area":
    case "areas":
    case "split":
      return { now: 2, of: 4 };
    case "confirm":
    case "priority":
      return { now: of - 1, of: purpose === "submit" ? of : 3 };
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
  const key = state.visit.keys.get(name) ?? crypto.randomUUID();
  state.visit.keys.set(name, key);
  return key;
}

/** Where a decision leads other than to a number. False: it leads to one. */
function follow(decision: Decision, print: string | null): boolean {
  if (decision.accept === "ask" && state.visit.area?.area !== LATER) {
    if (decision.ask.length > 0) go({ name: "split", decision });
    else go({ name: "area" });
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
