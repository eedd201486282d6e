// The kiosk's touch screen: draws what is known, listens to its own process, and keeps double taps harmless.
import { html, render, type TemplateResult } from "lit-html";
import "./kiosk.css";
import { snapshot, stage } from "../../server/web/shared/shell";
import { onLanguage, setLanguage } from "../../server/web/shared/text";
import { HallClock, hourMinute } from "../../server/web/shared/time";
import { frame } from "./frame";
import { watchIdle } from "./idle";
import { typeFromAnywhere } from "./keyboard";
import { local } from "./local";
import { firstPages, layPages } from "./pages";
import { areaScreen, areasScreen, cardedScreen, splitScreen } from "./screens/area";
import { cardScreen, scannedOnCard } from "./screens/card";
import { confirmScreen, priorityScreen } from "./screens/confirm";
import { dossierScreen, scannedOnDossier } from "./screens/dossier";
import { fieldsScreen, proceduresScreen, searchScreen } from "./screens/find";
import { hereScreen } from "./screens/here";
import { chooseScreen, homeScreen, moreScreen, offlineScreen } from "./screens/home";
import { referralScreen } from "./screens/referral";
import { helpScreen, numberScreen, troubleScreen } from "./screens/result";
import { partyScreen } from "./screens/several";
import { staffScreen } from "./screens/staff";
import { leaveScreen, slipScreen, turnScreen } from "./screens/turn";
import { change, onChange, state, type Screen } from "./state";
import { hush, prepareSpeech } from "./speech";
import { scannedSlip } from "./turn";
import { listenForScans } from "./wedge";
import type { Snapshot } from "./wire";

const CALM_MS = 2000; // between two looks at the process behind the page
const BRISK_MS = 400; // while a slip is on its way, or somebody holds something to the scanner
const SETTLED = new Set(["printed", "unknown", "failed"]);
const LASTING = new Set<Screen["name"]>(["number", "referral", "staff"]); // whoever stands there needs no server
const PRINT_PATIENCE_MS = 15_000; // after that nobody should stand and wait for paper

const first = snapshot<Snapshot>();
const page = stage();
let clock: HallClock | null = null;
let drawn: Screen["name"] | "offline" | null = null;
let shownScreen: Screen | null = null;
let next: { pause: number; timer: number } | null = null; // the coming look; null while one is under way
let awaited: { job: string | null; since: number } = { job: null, since: 0 };

setLanguage(first.language);
change({
  menu: first.menu,
  online: first.online,
  offline: first.offline ?? false,
  version: first.version,
  printer: first.printer,
  scanner: first.scanner ?? false,
  staff: first.staff ?? false,
});
if (first.menu) clock = new HallClock(first.menu.server_time);
onChange(draw);
onLanguage(draw);
document.addEventListener("click", harmless, { capture: true });
window.addEventListener("resize", layPages);
typeFromAnywhere(); // before the scans: they look where the focus is
listenForScans(scanned);
prepareSpeech(first.speech ?? false);
watchIdle(first.idle_seconds, first.language);
draw();
void document.fonts.ready.then(layPages);
void look();
setInterval(draw, 10_000); // the clock's minute

function draw(): void {
  const { modes, screen } = state;
  const html = document.documentElement;
  html.toggleAttribute("data-larger", modes.larger);
  html.toggleAttribute("data-seated", modes.seated);
  if (modes.contrast) html.dataset["contrast"] = "high";
  else delete html.dataset["contrast"];
  const away = !state.online && !state.offline && !LASTING.has(screen.name);
  render(frame(clock ? hourMinute(clock.now().toISOString()) : "", away ? offlineScreen() : shown(screen)), page);
  askIdle();
  arrive(away ? "offline" : screen.name, screen);
  layPages();
  if (next) lookAgain();
}

function shown(screen: Screen): TemplateResult {
  const { menu } = state;
  if (!menu) return offlineScreen();
  switch (screen.name) {
    case "home":
      return homeScreen();
    case "more":
      return moreScreen(menu);
    case "choose":
      return chooseScreen(menu);
    case "search":
      return searchScreen(screen);
    case "fields":
      return fieldsScreen(menu);
    case "procedures":
      return proceduresScreen(screen);
    case "dossier":
      return dossierScreen(screen);
    case "here":
      return hereScreen(screen);
    case "area":
      return areaScreen(screen);
    case "areas":
      return areasScreen(screen);
    case "split":
      return splitScreen(screen);
    case "card":
      return cardScreen(screen);
    case "carded":
      return cardedScreen(screen);
    case "confirm":
      return confirmScreen(screen);
    case "priority":
      return priorityScreen();
    case "party":
      return partyScreen();
    case "slip":
      return slipScreen(screen);
    case "turn":
      return turnScreen(screen);
    case "leave":
      return leaveScreen(screen);
    case "help":
      return helpScreen(screen);
    case "number":
      return numberScreen(screen);
    case "referral":
      return referralScreen(screen);
    case "staff":
      return staffScreen(screen);
    case "trouble":
      return troubleScreen(screen);
    default:
      return html``;
  }
}

/** What a scanner read, for the screen that asked for it; on any other it is nobody's. */
function scanned(text: string): void {
  const { screen } = state;
  if (screen.name === "dossier") scannedOnDossier(text);
  else if (screen.name === "slip") scannedSlip(text);
  else if (screen.name === "card") scannedOnCard(screen, text);
}

/** A new question is read out and starts at its first page; typing and counting on the same one does not. */
function arrive(name: Screen["name"] | "offline", screen: Screen): void {
  const before = drawn;
  const moved = name !== before || (screen !== shownScreen && !("typed" in screen) && name !== "procedures");
  drawn = name;
  shownScreen = screen;
  if (!moved) return;
  hush();
  firstPages();
  if (before !== null) (page.querySelector<HTMLElement>("input") ?? page.querySelector<HTMLElement>("h1"))?.focus();
}

function askIdle(): void {
  const dialog = page.querySelector<HTMLDialogElement>("dialog.idle");
  if (!dialog) return;
  if (state.countdown !== null && !dialog.open) dialog.showModal();
  if (state.countdown === null && dialog.open) dialog.close();
}

/** The second tap of a double tap, and taps while an answer is awaited, do nothing; keys of the keyboard repeat. */
function harmless(event: MouseEvent): void {
  const button = (event.target as Element | null)?.closest<HTMLElement>("[data-action]");
  if (!button) return;
  const again = event.detail > 1 && !("repeat" in button.dataset);
  const early = state.busy && !button.closest(".bar, dialog");
  if (again || early) event.stopImmediatePropagation();
}

async function look(): Promise<void> {
  next = null;
  try {
    const events = await local.events();
    const prints = Object.fromEntries(Object.entries(events.prints).map(([id, it]) => [id, it.state]));
    if (events.script !== first.script && state.screen.name === "home") location.reload(); // upgraded meanwhile
    if (events.scan) scanned(events.scan);
    if (events.server_time) clock?.hear(events.server_time);
    if (events.version !== state.version || !state.menu) await freshMenu();
    change({ online: events.online, offline: events.offline ?? false, printer: events.printer, prints: impatient({ ...remembered(), ...prints }) });
    if (state.online && !state.home) change({ home: (await local.areas(""))[0] ?? null });
  } catch {
    change({ online: false, offline: false }); // the kiosk's own process is being restarted
  }
  lookAgain();
}

/** Sets the time of the next look, and brings it forward when somebody begins to wait for paper or to scan. */
function lookAgain(): void {
  const pause = waitsForPaper() || waitsForScan() ? BRISK_MS : CALM_MS;
  if (next && next.pause <= pause) return;
  if (next) clearTimeout(next.timer);
  next = { pause, timer: window.setTimeout(() => void look(), pause) };
}

async function freshMenu(): Promise<void> {
  const { menu, version } = await local.menu();
  if (menu) clock = new HallClock(menu.server_time);
  change({ menu, version });
}

function printJob(): string | null {
  if (state.screen.name === "number") return state.screen.issued.print;
  return state.screen.name === "referral" ? state.screen.print : null;
}

/** What is known of the slip on the screen, should its job be told no longer; a day's others are let go. */
function remembered(): typeof state.prints {
  const job = printJob();
  const known = job === null ? undefined : state.prints[job];
  return job === null || known === undefined ? {} : { [job]: known };
}

function waitsForPaper(): boolean {
  const job = printJob();
  return job !== null && !SETTLED.has(state.prints[job] ?? "waiting");
}

function waitsForScan(): boolean {
  const { screen, scanner } = state;
  return scanner && (screen.name === "dossier" || screen.name === "slip" || (screen.name === "card" && screen.listening));
}

/** A slip that is still not out after a while is as good as unknown to the person who stands there. */
function impatient(prints: typeof state.prints): typeof state.prints {
  const job = printJob();
  if (job !== awaited.job) awaited = { job, since: Date.now() };
  const slow = job !== null && Date.now() - awaited.since > PRINT_PATIENCE_MS && !SETTLED.has(prints[job] ?? "waiting");
  return slow ? { ...prints, [job]: "unknown" } : prints;
}
