// The desk: sign in, take a counter, call, serve, record. The board says what is true; two tabs agree because both ask it.
import "./counter.css";
import { render } from "lit-html";
import { Problem } from "../../server/web/shared/api";
import { watch, type Live } from "../../server/web/shared/live";
import { snapshot, stage } from "../../server/web/shared/shell";
import { onLanguage } from "../../server/web/shared/text";
import { everyMinute, HallClock } from "../../server/web/shared/time";
import type { Desk, Named } from "../../server/web/shared/wire";
import * as send from "./commands";
import { corrections, type Around } from "./correcting";
import { read } from "./dossiers";
import { issues } from "./issuing";
import { listen } from "./keys";
import { countOf, currentErrand, draftFor, resultOf, type Doing, type Model } from "./model";
import { page } from "./page";
import { t } from "./words";

// What the large button does changes under the finger: the second half of a double click must not start or call.
const SETTLE_MS = 500;

const { hall } = snapshot<{ hall: Named }>();
const chosen = `luot.counter.${hall.id}`;
const model: Model = {
  hall,
  clock: new HallClock(),
  session: undefined,
  counter: null,
  desk: null,
  line: "good",
  busy: false,
  said: null,
  asking: null,
  correcting: null,
  issuing: null,
  finding: null,
  draft: null,
  counters: [],
  classes: [],
  procedures: new Map(),
};
let live: Live | null = null;

const around: Around = { model, change, attempt: (act) => atCounter(act), learn };
const giving = issues(around);
const doing: Doing = {
  ...corrections(around),
  ...giving,
  async openIssue() {
    if (!model.busy) change({ correcting: null, asking: null });
    await giving.openIssue();
  },
  change,
  signIn: (user, password) =>
    attempt(async () => {
      await send.signIn(user, password);
      await begin();
    }),
  signOut: () =>
    attempt(async () => {
      await send.signOut();
      signedOut(null);
    }),
  chooseCounter: (id) =>
    attempt(async () => {
      await send.openShift(id);
      follow(id);
    }),
  leaveCounter() {
    live?.close();
    sessionStorage.removeItem(chosen);
    change({ counter: null, desk: null, said: null, asking: null, correcting: null, issuing: null, finding: null, line: "good" });
  },
  openCounter: () => atCounter(send.openShift),
  closeCounter: () => atCounter(send.closeShift),
  resume: () => atCounter(send.resume),
  callNext: () =>
    atCounter(async (counter) => {
      const ticket = await send.callNext(counter);
      if (!ticket) change({ said: { tone: "plain", text: t("desk.nobody_waits") } });
    }),
  async act(action, ticket) {
    if (action === "park" || action === "void") return change({ asking: { kind: action, ticket, error: false } });
    if (action === "correct") return doing.openCorrection(ticket.id);
    if (action === "transfer") return atCounter(() => askWhere(ticket));
    await atCounter(() => send.act(action, ticket.id));
  },
  async answer(reason) {
    const asked = model.asking;
    if (!asked) return;
    if (reason.trim() === "") return change({ asking: { ...asked, error: true } });
    await atCounter(async (counter) => {
      const ticket = asked.ticket?.id ?? "";
      if (asked.kind === "pause") await send.pause(counter, reason);
      else if (asked.kind === "call") await send.callThis(counter, ticket, reason);
      else await send.act(asked.kind, ticket, reason);
      change({ asking: null });
    });
  },
  transferTo: (counter) =>
    atCounter(async () => {
      await send.transfer(model.asking?.ticket?.id ?? "", counter);
      change({ asking: null });
    }),
  settleArea: (ticket, area) => atCounter(() => send.settleArea(ticket, area)),
  async finish() {
    const { draft, desk } = model;
    const errand = desk?.current && currentErrand(desk.current);
    if (!draft || !errand) return;
    const ticket = desk.current!.id;
    const result = resultOf(draft, errand);
    const { codes, bad } = read(draft.dossiers);
    const count = countOf(draft, result, codes.length);
    // What is wrong already stands beside the field.
    if (bad.length > 0 || count < codes.length) return;
    const missing = result === "supplement" ? draft.missing : [];
    const confirmed = errand.procedure ? { procedure: errand.procedure.code } : {};
    const handedOver = errand.decision.accept === "yes_handover" && result === "accepted";
    const back = handedOver && draft.returnTo ? { return_to: draft.returnTo.id } : {};
    await atCounter(() => send.finish(ticket, { errand: errand.id, result, ...confirmed, ...back, dossiers: codes, count, missing }));
  },
};

onLanguage(draw);
everyMinute(model.clock, draw);
listen(model, doing);
draw();
void attempt(begin);

/** Who is signed in, and the counter this tab was at. */
async function begin(): Promise<void> {
  const session = await send.whoAmI();
  change({ session, said: null });
  const counter = remembered();
  if (session && counter && session.counters.some((it) => it.id === counter)) follow(counter);
}

function follow(counter: string): void {
  live?.close();
  sessionStorage.setItem(chosen, counter);
  change({ counter, desk: null, said: null });
  live = watch<Desk>(
    { board: "desk", counter },
    {
      onState: show,
      onRefused: ({ code, title }) => {
        if (code === "not_signed_in") signedOut(t("desk.session_ended"));
        else change({ said: { tone: "danger", text: title } });
      },
      onOffline: () => change({ line: "lost" }),
      onOnline: () => change({ line: "good" }),
    },
  );
}

function show(desk: Desk): void {
  model.clock.hear(desk.server_time);
  const another = desk.current?.id !== model.desk?.current?.id || desk.current?.state !== model.desk?.current?.state;
  // A correction of somebody else in the line goes on while the counter's own ticket changes.
  const closed = model.correcting?.ticket.id === model.desk?.current?.id ? { correcting: null, finding: null } : {};
  change({ desk, draft: draftFor(desk.current, model.draft), ...(another ? { said: null, asking: null, ...closed } : {}) });
  const code = desk.current?.procedure?.code;
  if (code !== undefined) void learn(code);
}

/** A procedure's short name, once; a desk can do without it, so a failure stays quiet and is tried again. */
async function learn(code: string): Promise<void> {
  if (model.procedures.has(code)) return;
  model.procedures.set(code, null);
  try {
    model.procedures.set(code, await send.procedure(hall.id, code));
    draw();
  } catch {
    model.procedures.delete(code);
  }
}

async function askWhere(ticket: { id: string; label: string }): Promise<void> {
  const counters = await send.counters(hall.id);
  change({ counters, asking: { kind: "transfer", ticket, error: false } });
}

async function atCounter(act: (counter: string) => Promise<unknown>): Promise<void> {
  const counter = model.counter;
  if (counter === null) return;
  await attempt(async () => {
    await act(counter);
    // With the live line down the page asks for what its own action made true.
    if (model.line === "lost") show(await send.desk(hall.id, counter));
  }, SETTLE_MS);
}

/** One thing at a time; a refusal is told in the server's sentence. */
async function attempt(act: () => Promise<void>, settleMs = 0): Promise<void> {
  if (model.busy) return;
  change({ busy: true, said: null });
  try {
    await act();
  } catch (mistake) {
    refused(mistake);
  } finally {
    if (settleMs > 0) await new Promise((settled) => setTimeout(settled, settleMs));
    change({ busy: false });
  }
}

function refused(mistake: unknown): void {
  if (!(mistake instanceof Problem)) throw mistake;
  if (mistake.status === 401 && model.session) return signedOut(t("desk.session_ended"));
  const text = mistake.unreachable ? t("desk.unreachable") : mistake.sentence || t("desk.unknown_error");
  change({ said: { tone: "danger", text }, ...(model.session === undefined ? { session: null } : {}) });
}

function signedOut(why: string | null): void {
  doing.leaveCounter();
  change({ session: null, said: why === null ? null : { tone: "danger", text: why } });
}

function remembered(): string | null {
  return sessionStorage.getItem(chosen);
}

function change(some: Partial<Model>): void {
  Object.assign(model, some);
  draw();
}

function draw(): void {
  render(page(model, doing), stage());
}
