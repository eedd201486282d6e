// What the phone page says about one turn; the same sentences as http/turn_page.py says without script.
import en from "../../luot_server/messages/en/phone.json";
import vi from "../../luot_server/messages/vi/phone.json";
import states from "../../luot_server/http/turn_states.json";
import { pick, texts, type Both } from "../shared/text";
import { hourMinute } from "../shared/time";
import type { Expected, Instant, TicketState } from "../shared/wire";

export const { t } = texts(vi, en);

type Key = keyof typeof vi;

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
  procedure: { code: string; name: Both } | null;
  hall_name: Both;
  called_at?: Instant | null;
  may?: ("leave" | "rejoin" | "add_errand")[]; // left out by an older server
}

interface Meaning {
  tone: string;
  headline: Key;
  advice: Key;
  leave: boolean;
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
  mayLeave: boolean;
  updated: string;
}

export function turnPage(turn: Turn): TurnPage {
  const { tone, headline, advice, leave } = meaningOf(turn.state);
  const { label } = turn;
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
    procedure: turn.procedure ? pick(turn.procedure.name) : "",
    advice: t(advice),
    missed: waiting || tone === "call" ? t("phone.missed_advice") : "",
    mayLeave: leave,
    updated: hourMinute(turn.server_time),
  };
}

/** "A1012" is the longest that fits at full size. */
export function isLong(label: string): boolean {
  return label.length > 5;
}

/** An unknown state (a newer server) sends its holder to the staff rather than guess. */
function meaningOf(state: string): Meaning {
  const meanings = states as Record<string, Meaning> & { "": Meaning };
  return meanings[state] ?? meanings[""];
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
