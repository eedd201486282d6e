// The phone page: goes on from the turn the server has already drawn, follows it live, and rings when it is called.
import { render } from "lit-html";
import "./phone.css";
import { api, key, Problem } from "../shared/api";
import { watch } from "../shared/live";
import { setLanguage } from "../shared/text";
import { snapshot, stage } from "../shared/shell";
import { bellOf } from "./bell";
import { complaintForm, lateQuestion, leaveQuestion } from "./questions";
import type { Mark } from "./rating";
import { tell, tellNow } from "./told";
import { t, turnPage, type Turn } from "./turn";
import { turnView, type Notice } from "./turn_view";

interface Snapshot {
  turn: Turn & { answer_by: string };
  token: string;
  /** Characters of a complaint. */
  most: number;
}

const { turn: first, token, most } = snapshot<Snapshot>();
const path = `/turns/${encodeURIComponent(token)}`;
const page = stage();

let turn: Turn = first;
let view: "turn" | "leave" | "late" | "complaint" = "turn";
let offline = false;
let asking = false;
let notice: Notice | null = null;
let draft = "";
let once = key(); // of the question being asked: pressed again after silence it is still the same request
let woken = 0;
let farewell: ReturnType<typeof setTimeout> | undefined;

// A clerk may take a finish back for ten seconds; after that a phone left open need not hold a line.
const LISTEN_ON_MS = 30_000;
// A call that is learnt of so soon after the page woke was slept through: it is told once, not again and again.
const WAKING_MS = 5_000;
// From here on a screen reader tells each place one comes nearer.
const NEAR = 5;

setLanguage(document.documentElement.lang === "en" ? "en" : "vi");
const bell = bellOf(`luot.bell.${token}`, draw);
page.textContent = ""; // the server's drawing gives way to the same one, drawn here
draw();

const live = watch<Turn>(
  { board: "turn", token },
  {
    onState: hear,
    onMoment({ kind }) {
      // The first call is in the state; only a repeated one changes nothing there.
      if (kind !== "recalled" || turn.state !== "called") return;
      bell.call(justWoken() ? 1 : undefined);
      tellNow(turnPage(turn).title);
    },
    onOffline() {
      offline = true;
      tell(t("phone.offline", { time: turnPage(turn).updated }));
      draw();
    },
    onOnline() {
      offline = false;
      draw();
    },
  },
  { after: first.position },
);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void wake();
});
farewellWhenOver();

/** A new truth, from whichever side it comes. */
function hear(state: Turn): void {
  if (state.position < turn.position) return;
  const before = turn;
  turn = state;
  if (turn.state === "called" && before.state !== "called") called();
  else if (turn.state !== "called") bell.hush();
  if (turn.state === "waiting") comeNearer(before);
  else if (view === "late" || view === "leave") view = "turn";
  if (turn.state !== before.state && turn.state !== "called") tell(turnPage(turn).headline);
  draw();
  farewellWhenOver();
}

function called(): void {
  view = "turn"; // whatever was being asked or written, this comes first; a draft is kept
  notice = null;
  bell.call(justWoken() ? 1 : undefined);
  tellNow(turnPage(turn).title);
}

function comeNearer({ state, ahead: before }: Turn): void {
  const { ahead } = turn;
  if (ahead === null || ahead === before || state !== "waiting") return;
  if (ahead < NEAR) tell(ahead === 0 ? t("phone.next") : t("phone.ahead_told", { ahead }));
  if (ahead <= 1 && before !== null && ahead < before) bell.soft();
}

function justWoken(): boolean {
  return offline || Date.now() - woken < WAKING_MS;
}

/** A phone that slept may hold a dead line for a while without knowing: the truth is asked for at once. */
async function wake(): Promise<void> {
  woken = Date.now();
  try {
    hear(await api.get<Turn>(path));
  } catch {
    // The line says so itself when it stays silent.
  }
}

function farewellWhenOver(): void {
  clearTimeout(farewell);
  if (turnPage(turn).tone === "ended") farewell = setTimeout(() => live.close(), LISTEN_ON_MS);
}

function draw(): void {
  const words = turnPage(turn);
  document.title = words.title;
  page.dataset.tone = words.tone;
  const focused = page.contains(document.activeElement);
  render(content(words), page);
  // What had the focus is gone: reading goes on from the new heading, not from the top of the document.
  if (focused && !page.contains(document.activeElement)) focus("h1");
}

function content(words: ReturnType<typeof turnPage>) {
  const no = () => show("turn");
  switch (view) {
    case "leave":
      return leaveQuestion(turn, { asking, yes: leave, no });
    case "late":
      return lateQuestion(turn, { asking, yes: letGoFirst, no });
    case "complaint":
      return complaintForm({ asking, text: draft, most, due: first.answer_by, notice: notice?.text ?? "", write, send: complain, back: no });
    case "turn":
      return turnView(
        { turn, words, bell, offline, notice, asking },
        { rejoin, rate, late: () => show("late"), leave: () => show("leave"), complain: () => show("complaint") },
      );
  }
}

function show(next: typeof view): void {
  notice = null;
  go(next);
}

/** Another step: it is read from its heading on. */
function go(next: typeof view): void {
  view = next;
  once = key();
  draw();
  focus("h1");
  scrollTo(0, 0);
}

function focus(what: string): void {
  page.querySelector<HTMLElement>(what)?.focus();
}

function write(text: string): void {
  draft = text;
  once = key(); // other words are another complaint
  draw();
}

/** Back into the line after a missed call; the hall says how often and for how long. */
async function rejoin(): Promise<void> {
  if (await ask(() => api.post<Turn>(`${path}/rejoins`), t("phone.rejoin_failed"))) go("turn");
}

async function leave(): Promise<void> {
  await ask(() => api.delete<Turn>(path), t("phone.leave_failed"), t("phone.leave_late"));
  go("turn");
}

async function letGoFirst(): Promise<void> {
  const done = await ask(() => api.post<Turn>(`${path}/delays`, {}, once), t("phone.late_failed"), t("phone.late_late"));
  const { state, label, ahead } = turn;
  if (done && state === "waiting" && ahead !== null) say(t("phone.late_done", { label, ahead }), true);
  go("turn");
}

async function rate(mark: Mark): Promise<void> {
  if (await ask(() => api.post<Turn>(`${path}/ratings`, mark), t("phone.rate_failed"))) focus("#rating h2");
}

async function complain(): Promise<void> {
  if (!(await ask(() => api.post<Turn>(`${path}/complaints`, { text: draft }, once), t("phone.complain_failed")))) return;
  draft = "";
  go("turn");
  focus("#complaints h2");
}

/** One change: what it answers is the truth. A refusal is told in the server's words, silence in the page's own. */
async function ask(change: () => Promise<Turn>, silence: string, tooLate = silence): Promise<boolean> {
  asking = true;
  notice = null;
  draw();
  try {
    hear(await change());
    return true;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    // The sentence about a move that is not allowed speaks to staff.
    const moved = problem.code === "move_not_allowed";
    say(moved ? tooLate : problem.sentence || silence, false);
    return false;
  } finally {
    asking = false;
    draw();
  }
}

/** Stands above the turn until the next step, and is read out. */
function say(text: string, done: boolean): void {
  notice = { text, done };
  if (done) tell(text);
  else tellNow(text);
}
