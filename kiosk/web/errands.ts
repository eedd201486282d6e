// Several errands under one number: put aside, brought forward, given up.
import { change, go, home, setVisit, state, type Errand, type Known } from "./state";
import type { WantedErrand } from "./wire";

export const ERRANDS_AT_MOST = 10; // of one visit, as the server has it

const BLANK: Errand = { purpose: "submit", procedure: null, areas: [], dossier: "" };

export function ofPresent(): Errand {
  const { purpose, procedure, areas, dossier } = state.visit;
  return { purpose, procedure, areas, dossier };
}

/** "Thêm việc khác": the present errand is put aside and another one is asked for. */
export function another(): void {
  const aside = { errand: ofPresent(), known: known() };
  go({ name: "more" }); // first, so that going back brings the errand back
  setVisit({ ...BLANK, others: [...state.visit.others, aside] });
}

/** Gives up one of the list, counted from 0; the present errand is its last. */
export function giveUp(nth: number): void {
  const { others } = state.visit;
  if (nth < others.length) setVisit({ others: others.filter((_, index) => index !== nth) });
  else goOnWithOthers();
}

/** Without the present errand; the last of the others takes its place. */
export function goOnWithOthers(): void {
  const { others } = state.visit;
  const last = others[others.length - 1];
  if (!last) return home();
  setVisit({ ...last.errand, others: others.slice(0, -1) });
  change({ screen: { name: "confirm", ...last.known } });
}

/** The errand that was refused becomes the present one, so that what is said is said of it. */
export function bringForward(nth: number): void {
  const { others } = state.visit;
  const refused = others[nth];
  if (!refused) return; // it is the present one already
  const rest = [...others.filter((it) => it !== refused), { errand: ofPresent(), known: known() }];
  setVisit({ ...refused.errand, others: rest });
  change({ screen: { name: "confirm", ...refused.known } });
}

export function toSend({ purpose, procedure, areas, dossier }: Errand): WantedErrand {
  const area = areas.map((it) => it.area).join(",");
  return { purpose, ...(procedure ? { procedure: procedure.code } : {}), ...(area ? { area } : {}), ...(dossier ? { dossier } : {}) };
}

function known(): Known {
  const { screen } = state;
  const { details, decision, standing } = screen.name === "confirm" ? screen : { details: null, decision: null, standing: null };
  return { details, decision, standing };
}
