// The guide's page: who stands beside the kiosk, with a phone or a tablet in one hand.
import "./guide.css";
import { render } from "lit-html";
import * as desk from "../../../counter/web/commands";
import { finders } from "../../../counter/web/finding";
import { issues } from "../../../counter/web/issuing";
import { Problem } from "../shared/api";
import { watch, type Live } from "../shared/live";
import { snapshot, stage } from "../shared/shell";
import { onLanguage, setLanguage } from "../shared/text";
import { everyMinute, HallClock } from "../shared/time";
import type { Guide, Named, Ticket } from "../shared/wire";
import { hear, readyToRing } from "./bell";
import { isReachable } from "./code";
import { keep, kept } from "./kept";
import type { Doing, Model } from "./model";
import { page } from "./page";
import * as send from "./send";
import { t } from "./words";

const LOOK_AT_PAPER_MS = 1_500;
const LOOKS_AT_PAPER = 40;

const { hall } = snapshot<{ hall: Named }>();
const model: Model = {
  hall,
  clock: new HallClock(),
  session: undefined,
  user: kept("user"),
  byPassword: false,
  board: null,
  line: "good",
  busy: false,
  said: null,
  view: "now",
  printAt: kept("printer"),
  issuing: null,
  finding: null,
  classes: [],
  procedures: new Map(),
  found: null,
  card: null,
  code: null,
  voiding: null,
  camera: false,
  hand: { labels: "", counter: "", counters: [], answers: [] },
};
let live: Live | null = null;

const around = { model, change, attempt, learn, also: () => (model.printAt === "" ? {} : { print_at: model.printAt }) };
const giving = issues(around);
const doing: Doing = {
  ...giving,
  ...finders(around, {
    procedure: (text) => desk.findProcedures(hall.id, text),
    area: (text) => desk.findAreas(hall.id, text),
  }),
  issue: () => given(giving.issue),
  issueGuidance: () => given(giving.issueGuidance),
  change,
  signIn: (user, proof) =>
    attempt(async () => {
      await send.signIn(user, proof);
      keep("user", user);
      change({ user, byPassword: false });
      await begin();
    }),
  signOut: () =>
    attempt(async () => {
      await desk.signOut();
      signedOut(null);
    }),
  show(view) {
    change({ view, said: null, card: null, code: null, voiding: null, camera: false, finding: null, issuing: null });
    scrollTo(0, 0);
    if (view === "give") void giving.openIssue();
    if (view === "hand" && model.hand.counters.length === 0) void attempt(learnCounters);
  },
  go: (call) => changing(() => send.go(call)),
  find: (text) =>
    attempt(async () => {
      change({ camera: false, card: null, code: null, voiding: null });
      const found = text.trim() === "" ? [] : await send.find(hall.id, text);
      change({ found, card: found.length === 1 ? found[0]! : null });
      await learnClasses();
    }),
  open: (ticket) =>
    attempt(async () => {
      change({ view: "find", card: await send.ticket(ticket.id), code: null, voiding: null, found: null });
      scrollTo(0, 0);
      await learnClasses();
    }),
  reprint: (ticket) =>
    changing(async () => {
      told(await send.reprint(ticket.id, model.printAt));
      void followPaper(ticket.id);
      change({ said: { tone: "ok", text: t("guide.reprint_sent", { label: ticket.label, kiosk: kioskName() }) } });
    }),
  showCode: (ticket) => attempt(async () => change({ code: await send.code(ticket.id) })),
  requeue: (ticket) =>
    changing(async () => {
      told(await send.requeue(ticket.id));
      change({ said: { tone: "ok", text: t("guide.requeued", { label: ticket.label }) } });
    }),
  async voidFor(reason) {
    const it = model.voiding;
    if (!it) return;
    if (reason.trim() === "") return change({ voiding: { ...it, error: true } });
    await changing(async () => {
      told(await send.voidTicket(it.id, reason));
      change({ voiding: null, said: { tone: "ok", text: t("guide.voided", { label: it.label }) } });
    });
  },
  setPriority: (ticket, priority) => changing(async () => told(await send.setPriority(ticket.id, priority))),
  printAt(kiosk) {
    keep("printer", kiosk);
    change({ printAt: kiosk });
  },
  enterByHand: () =>
    attempt(async () => {
      const labels = send.labelsOf(model.hand.labels);
      if (labels.length === 0) return change({ said: { tone: "danger", text: t("guide.hand_needed") } });
      const answers = await send.byHand(hall.id, labels, model.hand.counter);
      const left = answers.filter((it) => it.result === "refused").map((it) => it.label);
      change({ hand: { ...model.hand, answers, labels: left.join(" ") } });
    }),
};

setLanguage(new URLSearchParams(location.search).get("lang") === "en" ? "en" : (document.documentElement.lang as "vi" | "en"));
onLanguage(draw);
everyMinute(model.clock, draw);
readyToRing(draw);
stage().textContent = "";
draw();
void attempt(begin);

async function begin(): Promise<void> {
  change({ session: await desk.whoAmI(), said: null });
  if (model.session) follow();
}

function follow(): void {
  live?.close();
  live = watch<Guide>(
    { board: "guide", hall: hall.id },
    {
      onState: shown,
      onRefused: ({ code, title }) => (code === "not_signed_in" ? signedOut(t("guide.session_ended")) : change({ said: { tone: "danger", text: title } })),
      onOffline: () => change({ line: "lost" }),
      onOnline: () => change({ line: "good" }),
    },
  );
}

function shown(board: Guide): void {
  model.clock.hear(board.server_time);
  hear(board.help.map((it) => it.id));
  const kiosks = board.devices.filter((it) => it.kind === "kiosk");
  const usual = kiosks.find((it) => it.seen_at !== null && it.lost_since === null) ?? kiosks[0];
  const known = model.printAt === "" || kiosks.some((it) => it.id === model.printAt);
  change({ board, printAt: model.board === null && (!known || kept("printer") === "") ? (usual?.id ?? "") : model.printAt });
}

/** The number is here: nothing else is in front of it, and its paper is followed. */
async function given(give: () => Promise<void>): Promise<void> {
  await give();
  const ticket = model.issuing?.given;
  if (!ticket || model.card?.id === ticket.id) return;
  change({ card: ticket });
  scrollTo(0, 0);
  if (isReachable(ticket.track_url)) change({ code: await send.code(ticket.id).catch(() => null) });
  void followPaper(ticket.id);
}

/** Looks after a slip until its kiosk has said something, or somebody else is in front of the guide. */
async function followPaper(id: string): Promise<void> {
  for (let look = 0; look < LOOKS_AT_PAPER; look++) {
    await new Promise((waited) => setTimeout(waited, LOOK_AT_PAPER_MS));
    if (model.card?.id !== id || model.card.paper !== "waiting") return;
    const ticket = await send.ticket(id).catch(() => null);
    if (ticket) told(ticket);
  }
}

/** A ticket as the server has it now, wherever it is shown. */
function told(ticket: Ticket): void {
  const found = model.found?.map((it) => (it.id === ticket.id ? ticket : it)) ?? null;
  change({ found, ...(model.card?.id === ticket.id ? { card: ticket } : {}) });
}

async function learn(code: string): Promise<void> {
  if (model.procedures.has(code)) return;
  model.procedures.set(code, null);
  try {
    model.procedures.set(code, await desk.procedure(hall.id, code));
    draw();
  } catch {
    model.procedures.delete(code);
  }
}

async function learnClasses(): Promise<void> {
  if (model.classes.length === 0) change({ classes: await desk.classes(hall.id) });
}

async function learnCounters(): Promise<void> {
  change({ hand: { ...model.hand, counters: await send.counters(hall.id) } });
}

/** Does something and, with the live line down, asks what it made true. */
function changing(act: () => Promise<unknown>): Promise<void> {
  return attempt(async () => {
    await act();
    if (model.line === "lost") shown(await send.board(hall.id));
  });
}

/** One thing at a time; a refusal is told in the server's sentence. */
async function attempt(act: () => Promise<unknown>): Promise<void> {
  if (model.busy) return;
  change({ busy: true, said: null });
  try {
    await act();
  } catch (mistake) {
    refused(mistake);
  } finally {
    change({ busy: false });
  }
}

function refused(mistake: unknown): void {
  if (!(mistake instanceof Problem)) throw mistake;
  if (mistake.status === 401 && model.session) return signedOut(t("guide.session_ended"));
  const text = mistake.unreachable ? t("guide.unreachable") : mistake.sentence;
  change({ said: { tone: "danger", text }, ...(model.session === undefined ? { session: null } : {}) });
}

function signedOut(why: string | null): void {
  live?.close();
  hear([]);
  change({ session: null, board: null, card: null, code: null, issuing: null, view: "now", line: "good", said: why ? { tone: "danger", text: why } : null });
}

function kioskName(): string {
  return model.board?.devices.find((it) => it.id === model.printAt)?.name ?? "";
}

function change(some: Partial<Model>): void {
  Object.assign(model, some);
  draw();
}

function draw(): void {
  render(page(model, doing), stage());
}

