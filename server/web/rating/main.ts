// The tablet at a counter. It hears live that a visit ended there, asks for a minute at most, and forgets.
import { render, type TemplateResult } from "lit-html";
import "./rating.css";
import { api, Problem } from "../shared/api";
import { device } from "../shared/device";
import { watch } from "../shared/live";
import { snapshot, stage } from "../shared/shell";
import { Asking, type Visit } from "./asking";
import { enrol } from "./device";
import { calm, shell, steps, thanks, why, type Doing, type Place, type Reason } from "./view";
import { both, type Score } from "./words";

interface Board {
  position: number;
  server_time: string;
  label: string | null;
  turn: string | null;
  until: string | null;
  reasons: Reason[];
}

const THANKS_MS = 4_000;

const place = snapshot<Place>();
const page = stage();
let asking: Asking | null = null;
let ended: "sent" | "failed" | null = null;
let reasons: readonly Reason[] = [];
let offline = false;
let closing: ReturnType<typeof setTimeout> | undefined;
let asked = ""; // the visit asked about last: it is not opened again by a later state

page.textContent = "";
void begin();

async function begin(): Promise<void> {
  follow((device() ?? (await enrol(page, both("rating.enrol")))).token);
}

function follow(token: string): void {
  draw();
  const live = watch<Board>(
    { board: "rating", counter: place.counter.id },
    {
      onState: heard,
      onRefused() {
        live.close();
        close();
        void enrol(page, both("rating.refused")).then(({ token: anew }) => follow(anew));
      },
      onOffline: () => drawn((offline = true)),
      onOnline: () => drawn((offline = false)),
    },
    { token },
  );
}

function heard(board: Board): void {
  reasons = board.reasons;
  if (board.turn === null || board.label === null || board.until === null) close();
  else if (board.turn !== asked) {
    close();
    open({ label: board.label, turn: board.turn }, Date.parse(board.until) - Date.parse(board.server_time));
  }
  draw();
}

function open(visit: Visit, lasts: number): void {
  asked = visit.turn;
  ended = null;
  asking = new Asking(visit, (it, score, chosen) => void send(it, score, chosen));
  clearTimeout(closing);
  closing = setTimeout(() => drawn(close()), lasts);
  draw();
  page.querySelector("h1")?.focus();
}

/** Nothing of a visit stays on the glass for whoever comes next. */
function close(): void {
  asking?.over();
  if (asking?.stage === "sending") return; // its answer closes it
  asking = null;
}

async function send({ turn }: Visit, score: Score, chosen: string[]): Promise<void> {
  let sent = true;
  try {
    await api.post(`/turns/${encodeURIComponent(turn)}/ratings`, { score, reasons: chosen, channel: "tablet" });
  } catch (problem) {
    // Marked on the phone meanwhile: that mark counts, and this one is thanked for as well.
    sent = problem instanceof Problem && problem.code === "rated_already";
  }
  if (asking?.visit.turn !== turn) return; // the next visit is being asked about
  asking = null;
  ended = sent ? "sent" : "failed";
  clearTimeout(closing);
  closing = setTimeout(() => drawn((ended = null)), THANKS_MS);
  draw();
}

const doing: Doing = {
  choose(score) {
    asking?.choose(score);
    draw();
    if (asking?.stage === "reasons") page.querySelector("h1")?.focus();
  },
  toggle: (reason) => drawn(asking?.toggle(reason)),
  again: () => drawn(asking?.again()),
  send: () => drawn(asking?.finish()),
  skip: () => drawn(close()),
};

function drawn(_: unknown): void {
  draw();
}

function draw(): void {
  render(shell(place, offline, inside()), page);
}

function inside(): TemplateResult {
  if (asking?.stage === "steps") return steps(asking, doing);
  if (asking?.stage === "reasons") return why(asking, reasons, doing);
  if (asking?.stage === "sending") return thanks(true);
  return ended === null ? calm() : thanks(ended === "sent");
}
