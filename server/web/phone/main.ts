// The phone page: goes on from the turn the server has already drawn, and follows it live.
import { html, nothing, render, type TemplateResult } from "lit-html";
import "./phone.css";
import { api, Problem } from "../shared/api";
import { watch } from "../shared/live";
import { setLanguage } from "../shared/text";
import { snapshot, stage } from "../shared/shell";
import { isLong, t, turnPage, type Turn } from "./turn";

const { turn: first, token } = snapshot<{ turn: Turn; token: string }>();
const page = stage();
let turn = first;
let offline = false;
let leaving: "no" | "asked" | "asking" = "no";
let rejoining = false;
let notice = "";
let farewell: ReturnType<typeof setTimeout> | undefined;

// A clerk may take a finish back for ten seconds; after that a phone left open need not hold a line.
const LISTEN_ON_MS = 30_000;

setLanguage(document.documentElement.lang === "en" ? "en" : "vi");
page.textContent = ""; // the server's drawing gives way to the same one, drawn here
draw();

const live = watch<Turn>(
  { board: "turn", token },
  {
    onState(state) {
      turn = state;
      if (turn.state !== "waiting") leaving = "no";
      draw();
      clearTimeout(farewell);
      if (turnPage(turn).tone === "ended") farewell = setTimeout(() => live.close(), LISTEN_ON_MS);
    },
    onOffline() {
      offline = true;
      draw();
    },
    onOnline() {
      offline = false;
      draw();
    },
  },
);

function draw(): void {
  const words = turnPage(turn);
  document.title = words.title;
  page.dataset.tone = words.tone;
  render(leaving === "no" ? turnView(words) : leaveView(), page);
}

function turnView(words: ReturnType<typeof turnPage>): TemplateResult {
  const { counter, ahead, clock, called, procedure, missed } = words;
  return html`
    ${notice && html`<p class="turn__notice" role="alert">${notice}</p>`}
    ${offline ? html`<p class="turn__offline" role="status">${t("phone.offline", { time: words.updated })}</p>` : nothing}
    <div class="turn__now" aria-live="polite">
      <p class="turn__caption">${t("phone.number")}</p>
      <p class="turn__label ${isLong(turn.label) ? "long" : ""}">${turn.label}</p>
      <h1 class="turn__headline">${words.headline}</h1>
      ${counter && html`<p class="turn__counter"><span>${t("phone.counter")}</span> <b>${counter}</b></p>`}
      ${ahead && html`<p class="turn__ahead"><b>${ahead}</b> <span>${words.people}</span></p>`}
    </div>
    ${clock || called || procedure
      ? html`<dl class="turn__facts">
          ${clock &&
          html`<div>
            <dt>${t("phone.expected")}</dt>
            <dd><b class="turn__clock">${clock}</b> <span>${words.minutes}</span></dd>
          </div>`}
          ${called &&
          html`<div>
            <dt>${t("phone.called_at")}</dt>
            <dd>${called}</dd>
          </div>`}
          ${procedure &&
          html`<div>
            <dt>${t("phone.procedure")}</dt>
            <dd>${procedure}</dd>
          </div>`}
        </dl>`
      : nothing}
    <p class="turn__advice">${words.advice}</p>
    ${missed && html`<p class="turn__missed">${missed}</p>`}
    ${turn.may?.includes("rejoin")
      ? html`<button class="button primary turn__rejoin" type="button" ?disabled=${rejoining} @click=${rejoin}>${t("phone.rejoin")}</button>`
      : nothing}
    <div class="turn__foot">
      ${words.mayLeave ? html`<button class="link" type="button" @click=${ask}>${t("phone.leave")}</button>` : nothing}
      <p class="turn__fresh">${t("phone.updated", { time: words.updated })}</p>
    </div>
  `;
}

function leaveView(): TemplateResult {
  const asking = leaving === "asking";
  return html`
    <h1 class="turn__question" tabindex="-1">${t("phone.leave_title")}</h1>
    <p class="turn__advice">${t("phone.leave_question", { label: turn.label })}</p>
    <div class="choice">
      <button class="button primary" type="button" ?disabled=${asking} @click=${stay}>${t("phone.leave_no")}</button>
      <button class="button danger" type="button" ?disabled=${asking} @click=${leave}>${t("phone.leave_yes")}</button>
    </div>
  `;
}

/** Back into the line after a missed call; the hall says how often and for how long. */
async function rejoin(): Promise<void> {
  rejoining = true;
  notice = "";
  draw();
  try {
    turn = await api.post<Turn>(`/turns/${encodeURIComponent(token)}/rejoins`);
  } catch (problem) {
    notice = (problem instanceof Problem && problem.detail) || t("phone.rejoin_failed");
  }
  rejoining = false;
  draw();
}

function ask(): void {
  leaving = "asked";
  notice = "";
  draw();
  page.querySelector<HTMLElement>("h1")?.focus();
}

function stay(): void {
  leaving = "no";
  draw();
}

/** The page itself changes when the live state says "cancelled"; only a refusal is told here. */
async function leave(): Promise<void> {
  leaving = "asking";
  draw();
  try {
    await api.delete(`/turns/${encodeURIComponent(token)}`);
    turn = await api.get<Turn>(`/turns/${encodeURIComponent(token)}`);
  } catch (problem) {
    const late = problem instanceof Problem && problem.status === 409;
    notice = late ? t("phone.leave_late") : t("phone.leave_failed");
  }
  leaving = "no";
  draw();
}
