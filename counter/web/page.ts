// The page as a whole: sign in, choose a counter, or the desk with its top line, its news and its three columns.
import { html, nothing, type TemplateResult } from "lit-html";
import { language, pick, setLanguage } from "../../server/web/shared/text";
import { hourMinute } from "../../server/web/shared/time";
import type { Desk } from "../../server/web/shared/wire";
import { citizen } from "./citizen";
import { chooseCounter, signIn } from "./entry";
import { ISSUE_KEY } from "./keys";
import type { Doing, Model } from "./model";
import { queue } from "./queue";
import { STATE, t } from "./words";
import { work } from "./work";

export function page(model: Model, doing: Doing): TemplateResult | typeof nothing {
  if (model.session === undefined) return nothing;
  if (model.session === null) return signIn(model, doing);
  if (model.counter === null) return chooseCounter(model, model.session, doing);
  if (model.desk === null) return html`<div class="desk">${news(model)}</div>`;
  return html`<div class="desk ${model.desk.counter.state}">
    ${topLine(model, model.desk, doing)} ${news(model)}
    <main class="columns">${citizen(model, model.desk, doing)} ${work(model, model.desk, doing)} ${queue(model, model.desk, doing)}</main>
  </div>`;
}

function topLine(model: Model, { counter, day }: Desk, doing: Doing): TemplateResult {
  const { busy } = model;
  return html`<header class="top">
    <p class="mine">
      <b>${t("desk.counter", { n: counter.number })}</b>
      <span class="chip ${counter.state}">${STATE[counter.state]()}</span>
    </p>
    <dl class="day">
      ${figure(t("desk.day_served"), day.served)} ${figure(t("desk.day_dossiers"), day.dossiers)}
      ${figure(t("desk.day_no_show"), day.no_show)} ${figure(t("desk.day_waiting"), day.waiting)}
    </dl>
    <p class="place">
      <span title=${pick(model.hall.name)}>${pick(model.hall.name)}</span>
      <span class="who">${model.session?.name} · ${hourMinute(model.clock.now().toISOString())}</span>
    </p>
    <div class="controls">
      ${counter.state === "open"
        ? html`<button class="button small" ?disabled=${busy} @click=${() => doing.change({ asking: { kind: "pause", error: false } })}>
              ${t("desk.pause")} <kbd>P</kbd>
            </button>`
        : nothing}
      ${counter.state === "closed"
        ? html`<button class="button small" ?disabled=${busy} @click=${() => doing.leaveCounter()}>${t("desk.change_counter")}</button>`
        : html`<button class="button small" ?disabled=${busy} @click=${() => doing.openIssue()}>${t("desk.issue")} <kbd>${ISSUE_KEY}</kbd></button>
            <button class="button small" ?disabled=${busy} @click=${() => doing.closeCounter()}>${t("desk.close")}</button>`}
      ${languageButton()}
      <button class="button small quiet" ?disabled=${busy} @click=${() => doing.signOut()}>${t("desk.sign_out")}</button>
    </div>
  </header>`;
}

export function languageButton(): TemplateResult {
  const other = language() === "vi" ? "en" : "vi";
  return html`<button class="button small quiet" lang=${other} @click=${() => setLanguage(other)}>${t("desk.other_language")}</button>`;
}

function figure(name: string, value: number): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** Trouble in the hall, the lost line, and the last thing the server had to say. */
function news({ line, desk, said }: Model): TemplateResult | typeof nothing {
  const trouble = desk?.trouble ?? [];
  if (line === "good" && trouble.length === 0 && said === null) return nothing;
  return html`<div class="news">
    ${line === "lost" ? html`<p class="note danger" role="alert">${t("desk.offline")}</p>` : nothing}
    ${trouble.map((it) => html`<p class="note warn" role="status">${pick(it)}</p>`)}
    ${said ? html`<p class="note ${said.tone}" role="alert">${said.text}</p>` : nothing}
  </div>`;
}
