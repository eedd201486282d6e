// The page as a whole: who asks for help above everything, one view, and the bar of views under the thumb.
import { html, nothing, type TemplateResult } from "lit-html";
import { language, pick, setLanguage } from "../shared/text";
import { hourMinute, minutesBetween } from "../shared/time";
import { isReady } from "./bell";
import { door } from "./door";
import { findView } from "./find";
import { giveView } from "./give";
import { handView } from "./hand";
import { VIEWS, type Doing, type Model, type View } from "./model";
import { nowView } from "./now";
import { paperView } from "./paper";
import { t, VIEW } from "./words";

const SHOWN: Record<View, (model: Model, doing: Doing) => TemplateResult | typeof nothing> = {
  now: nowView,
  give: giveView,
  find: findView,
  paper: paperView,
  hand: handView,
};

export function page(model: Model, doing: Doing): TemplateResult | typeof nothing {
  if (model.session === undefined) return nothing;
  if (model.session === null) return door(model, doing);
  return html`<header class="top">
      <p class="top__hall">${pick(model.hall.name)}</p>
      <p class="top__controls">
        <span>${model.session.name}</span>
        ${languageButton()}
        <button class="button quiet" ?disabled=${model.busy} @click=${() => doing.signOut()}>${t("guide.sign_out")}</button>
      </p>
    </header>
    ${help(model, doing)}
    ${news(model)}
    <main class="view">${SHOWN[model.view](model, doing)}</main>
    ${bar(model, doing)}`;
}

export function languageButton(): TemplateResult {
  const other = language() === "vi" ? "en" : "vi";
  return html`<button class="button quiet" lang=${other} @click=${() => setLanguage(other)}>${t("guide.other_language")}</button>`;
}

/** Filled and standing still until somebody says that they go. */
function help(model: Model, doing: Doing): TemplateResult {
  const calls = model.board?.help ?? [];
  return html`<section class="help" aria-live="assertive" aria-label=${t("guide.help")} ?hidden=${calls.length === 0}>
    ${calls.map(
      (it) => html`<div class="help__call">
        <p>
          <b>${t("guide.help_at", { kiosk: it.name })}</b>
          <span>${since(it.called_at, model)}</span>
        </p>
        <button class="button" ?disabled=${model.busy} @click=${() => doing.go(it.id)}>${t("guide.i_go")}</button>
      </div>`,
    )}
  </section>`;
}

function since(at: string, model: Model): string {
  const minutes = minutesBetween(at, model.clock.instant());
  const time = hourMinute(at);
  return minutes < 1 ? t("guide.since_now", { time }) : t("guide.since", { time, n: minutes });
}

function news({ line, said, board }: Model): TemplateResult {
  return html`<div class="news" aria-live="polite">
    ${line === "lost" ? html`<p class="note danger">${t("guide.offline")}</p>` : nothing}
    ${said ? html`<p class="note ${said.tone}" role=${said.tone === "danger" ? "alert" : "status"}>${said.text}</p>` : nothing}
    ${board !== null && !isReady() ? html`<p class="note">${t("guide.touch_for_sound")}</p>` : nothing}
  </div>`;
}

function bar(model: Model, doing: Doing): TemplateResult {
  const counts: Partial<Record<View, number>> = {
    now: (model.board?.claimed.length ?? 0) + (model.board?.missed.length ?? 0),
    paper: model.board?.unprinted.filter((it) => it.paper === "failed").length ?? 0,
  };
  return html`<nav class="bar" aria-label=${t("guide.views")}>
    ${VIEWS.map(
      (it) => html`<button aria-current=${it === model.view ? "page" : nothing} data-view=${it} @click=${() => doing.show(it)}>
        ${VIEW[it]()}${counts[it] ? html` <b class="bar__count">${counts[it]}</b>` : nothing}
      </button>`,
    )}
  </nav>`;
}
