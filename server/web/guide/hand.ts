// Numbers called from a list while the screens were away: entered afterwards, counted as served, their times unmeasured.
import { html, nothing, type TemplateResult } from "lit-html";
import { live as asShown } from "lit-html/directives/live.js";
import type { Doing, HandAnswer, Model } from "./model";
import { t } from "./words";

const RESULT: Record<HandAnswer["result"], () => string> = {
  served: () => t("guide.hand_served"),
  known: () => t("guide.hand_known"),
  refused: () => t("guide.hand_refused"),
};

export function handView(model: Model, doing: Doing): TemplateResult {
  const { hand } = model;
  const submit = (event: Event) => {
    event.preventDefault();
    void doing.enterByHand();
  };
  const write = (some: Partial<Model["hand"]>) => doing.change({ hand: { ...hand, ...some } });
  return html`<form class="hand" novalidate @submit=${submit}>
      <h1>${t("guide.hand_title")}</h1>
      <p class="hint">${t("guide.hand_hint")}</p>
      <label class="field">
        <span>${t("guide.hand_labels")}</span>
        <textarea
          name="labels"
          rows="4"
          autocapitalize="characters"
          autocomplete="off"
          spellcheck="false"
          .value=${asShown(hand.labels)}
          @input=${(event: Event) => write({ labels: (event.target as HTMLTextAreaElement).value })}
        ></textarea>
      </label>
      <label class="field">
        <span>${t("guide.hand_counter")}</span>
        <select name="counter" @change=${(event: Event) => write({ counter: (event.target as HTMLSelectElement).value })}>
          <option value="" ?selected=${hand.counter === ""}>${t("guide.hand_any_counter")}</option>
          ${hand.counters.map(
            (it) => html`<option value=${it.id} ?selected=${it.id === hand.counter}>${t("guide.counter", { n: it.number })}</option>`,
          )}
        </select>
      </label>
      <button class="button primary wide" ?disabled=${model.busy}>${t("guide.hand_enter")}</button>
    </form>
    ${hand.answers.length === 0 ? nothing : answers(hand.answers)}`;
}

function answers(all: readonly HandAnswer[]): TemplateResult {
  return html`<ul class="answers" role="status">
    ${all.map((it) => html`<li class=${it.result}><b>${it.label}</b> <span>${RESULT[it.result]()}${it.title ? html` · ${it.title}` : nothing}</span></li>`)}
  </ul>`;
}
