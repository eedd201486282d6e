// What the phone page says about one turn; the same sentences as http/turn_page.py says without script.
import enMarks from "../../luot_server/messages/en/mark.json";
import en from "../../luot_server/messages/en/phone.json";
import viMarks from "../../luot_server/messages/vi/mark.json";
import vi from "../../luot_server/messages/vi/phone.json";
import states from "../../luot_server/http/turn_states.json";
import { pick, texts, type Both } from "../shared/text";
import { hourMinute } from "../shared/time";
import type { Expected, Instant, ProcedureRef, Result, TicketState } from "../shared/wire";

export const { t } = texts({ ...viMarks, ...vi }, { ...enMarks, ...en });

type Key = keyof typeof vi;

export type May = "leave" | "rejoin" | "add_errand" | "delay" | "rate" | "complain";
export type Score = 1 | 2 | 3 | 4 | 5;
export type Reason = "long_wait" | "unclear" | "manner" | "papers_again" | "other";

export interface Complaint {
  id: string;
  text: string | null; // null, as the answer is, once both are wiped
  made_at: Instant;
  due: string;
  answer: string | null;
  answered_at: Instant | null;
}

/** The holder's own view: the `turn` board. */
export interface Turn {
  board: "turn";
  position: number;
  server_time: Instant;
  label: string;
  state: TicketState;
  ahead: number | null;
  expected: Expected | null;
  called_from?: Instant | null;
  counter: { id: string; number: number } | null;
  procedure: ProcedureRef | null;
  hall_name: Both;
  called_at?: Instant | null;
  // Left out by an older server:
  business_day?: string;
  errands?: { procedure: ProcedureRef | null; result?: Result | null }[];
  may?: May[];
  delays_left?: number;
  missing?: string[];
  rating?: { score: Score; reasons: Reason[] } | null;
  complaints?: Complaint[];
}

interface Meaning {
  tone: string;
  headline: Key;
  advice: Key;
  leave: boolean;
}

/** A complaint as its author sees it; `promise` is by when it is answered, `answered` when it was. */
export interface SaidPage {
  text: string;
  made: string;
  promise: string;
  answered: string;
  answer: string;
}

/** Ready sentences; an empty string is a line the page leaves out. */
export interface TurnPage {
  title: string;
  tone: string;
  headline: string;
  counter: string;
  ahead: string;
  people: string;
  clock: string;
  minutes: string;
  called: string;
  procedure: string;
  advice: string;
  missed: string;
  results: { name: string; result: string }[];
  papers: readonly string[];
  mark: string;
  complaints: SaidPage[];
  mayLeave: boolean;
  updated: string;
}

export function turnPage(turn: Turn): TurnPage {
  const { tone, headline, advice, leave } = meaningOf(turn);
  const { label } = turn;
  const results = resultsOf(turn);
  const waiting = tone === "waiting";
  const counter = turn.counter && (tone === "call" || tone === "serving") ? String(turn.counter.number) : "";
  const ahead = waiting ? turn.ahead : null;
  const [clock, minutes] = waiting ? expectedWords(turn) : ["", ""];
  return {
    title: tone === "call" ? t("phone.title_called", { label, counter }) : t("phone.title", { label }),
    tone,
    headline: ahead === 0 ? t("phone.next") : t(headline),
    counter,
    ahead: ahead ? String(ahead) : "",
    people: ahead ? (ahead === 1 ? t("phone.person") : t("phone.people")) : "",
    clock,
    minutes,
    called: tone === "call" && turn.called_at ? hourMinute(turn.called_at) : "",
    procedure: turn.procedure && results.length === 0 ? pick(turn.procedure.name) : "",
    advice: t(may(turn, "rejoin") ? "phone.rejoin_advice" : advice),
    missed: waiting || tone === "call" ? t("phone.missed_advice") : "",
    results,
    papers: turn.missing ?? [],
    mark: turn.rating ? markWords(turn.rating.score) : "",
    complaints: (turn.complaints ?? []).map((one) => saidPage(one, turn.server_time)),
    mayLeave: leave,
    updated: hourMinute(turn.server_time),
  };
}

/** "A1012" is the longest that fits at full size. */
export function isLong(label: string): boolean {
  return label.length > 5;
}

export function may(turn: Turn, what: May): boolean {
  return turn.may !== undefined && turn.may.indexOf(what) >= 0;
}

export function markWords(score: Score): string {
  return t(`mark.step.${score}`);
}

/** "2026-03-02", or an instant of that day → "2/3/2026". */
export function dayWords(day: string): string {
  const [year = "", month, date] = day.slice(0, 10).split("-");
  return t("phone.date", { day: Number(date), month: Number(month), year });
}

/** An unknown state (a newer server) sends its holder to the staff rather than guess; one of another day is over. */
function meaningOf({ state, business_day: day, server_time: now }: Turn): Meaning {
  const meanings = states as Record<string, Meaning> & { "": Meaning; expired: Meaning };
  const meaning = meanings[state] ?? meanings[""];
  return day && day < now.slice(0, 10) && meaning.tone !== "ended" ? meanings.expired : meaning;
}

function resultsOf({ errands = [] }: Turn): { name: string; result: string }[] {
  const found = [];
  for (const { procedure, result } of errands) {
    if (result) found.push({ name: (procedure && pick(procedure.name)) || t("phone.work"), result: t(`phone.result.${result}`) });
  }
  return found;
}

function saidPage(one: Complaint, now: Instant): SaidPage {
  const date = dayWords(one.due);
  const promise = one.due < now.slice(0, 10) ? t("phone.complaint_late", { date }) : t("phone.complaint_due", { date });
  return {
    text: one.text || t("phone.complaint_wiped"),
    made: t("phone.complaint_made", { date: dayWords(one.made_at) }),
    promise: one.answered_at ? "" : promise,
    answered: one.answered_at ? t("phone.complaint_answer", { date: dayWords(one.answered_at) }) : "",
    answer: one.answer || "",
  };
}

/** The range twice: as clock times, and as minutes from now; over a break, from when anybody is called at all. */
function expectedWords({ expected, called_from }: Turn): [clock: string, minutes: string] {
  if (expected === null) return [t("phone.unknown_wait"), t("phone.unknown_wait_why")];
  const low = hourMinute(expected.low_at);
  const high = hourMinute(expected.high_at);
  const clock = low === high ? low : t("phone.clock_range", { low, high });
  const { low_minutes: fewest, high_minutes: most } = expected;
  if (called_from) return [clock, t("phone.called_from", { time: hourMinute(called_from) })];
  if (most <= 1) return [clock, t("phone.any_moment")];
  if (fewest === 0) return [clock, t("phone.within", { minutes: most })];
  if (fewest === most) return [clock, t("phone.minutes", { minutes: most })];
  return [clock, t("phone.minutes_range", { low: fewest, high: most })];
}
