// One ticket in front of the guide, with what the server allows to do about it.
import { html, nothing, type TemplateResult } from "lit-html";
import { priority, PURPOSE } from "../../../counter/web/words";
import { pick } from "../shared/text";
import { hourMinute } from "../shared/time";
import type { Ticket } from "../shared/wire";
import { codeView } from "./code";
import type { Doing, Model } from "./model";
import { printerChoice, voidButton, whyVoid } from "./rows";
import { PAPER, stateWords, t } from "./words";

export function cardView(model: Model, ticket: Ticket, doing: Doing): TemplateResult {
  return html`<section class="card" aria-label=${t("guide.card", { label: ticket.label })}>
    <header>
      <h2 class="card__label ${ticket.label.length > 5 ? "long" : ""}">${ticket.label}</h2>
      <p class="card__state">${stateWords(ticket.state)}${ticket.counter ? html` · ${t("guide.counter", { n: ticket.counter.number })}` : nothing}</p>
    </header>
    ${ticket.errands.map(
      (it) => html`<div class="card__errand">
        <p><b>${it.procedure ? pick(it.procedure.name) : PURPOSE[it.purpose]()}</b></p>
        ${it.agency ? html`<p>${pick(it.agency.name)}</p>` : nothing}
      </div>`,
    )}
    <dl class="card__facts">
      <div><dt>${t("guide.issued")}</dt><dd>${hourMinute(ticket.issued_at)}</dd></div>
      ${ticket.ahead === null ? nothing : html`<div><dt>${t("guide.ahead_name")}</dt><dd>${ticket.ahead}</dd></div>`}
      <div><dt>${t("guide.slip")}</dt><dd class=${ticket.paper}>${PAPER[ticket.paper]()}</dd></div>
    </dl>
    ${ticket.actions.includes("correct") ? priorityPart(model, ticket, doing) : nothing} ${buttons(model, ticket, doing)}
    ${model.voiding?.id === ticket.id ? whyVoid(model, doing) : nothing} ${model.code?.ticket === ticket.id ? codeView(model.code) : nothing}
  </section>`;
}

function priorityPart(model: Model, ticket: Ticket, doing: Doing): TemplateResult {
  if (ticket.priority === null) return grant(model, ticket, doing);
  const set = (to: string | null) => doing.setPriority(ticket, to);
  return html`<div class="card__priority">
    <p>
      <b>${priority(ticket.priority)}</b>
      <span>${ticket.priority_by ? t("guide.seen_by_staff") : t("guide.not_seen")}</span>
    </p>
    <p class="row__buttons">
      ${ticket.priority_by
        ? nothing
        : html`<button class="button" ?disabled=${model.busy} @click=${() => set(ticket.priority)}>${t("guide.priority_seen")}</button>`}
      <button class="button" ?disabled=${model.busy} @click=${() => set(null)}>${t("guide.priority_remove")}</button>
    </p>
  </div>`;
}

function grant(model: Model, ticket: Ticket, doing: Doing): TemplateResult {
  const chosen = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    if (value !== "") void doing.setPriority(ticket, value);
  };
  return html`<label class="field">
    <span>${t("guide.grant")}</span>
    <select name="priority" ?disabled=${model.busy} @change=${chosen}>
      <option value="">${t("guide.no_priority")}</option>
      ${model.classes.map((it) => html`<option value=${it.id}>${pick(it.name)}</option>`)}
    </select>
  </label>`;
}

function buttons(model: Model, ticket: Ticket, doing: Doing): TemplateResult {
  const can = (action: "reprint" | "requeue" | "void") => ticket.actions.includes(action);
  return html`${can("reprint") ? printerChoice(model, doing) : nothing}
    <p class="row__buttons">
      ${can("reprint") && model.printAt !== ""
        ? html`<button class="button primary" ?disabled=${model.busy} @click=${() => doing.reprint(ticket)}>${t("guide.reprint")}</button>`
        : nothing}
      ${can("reprint") ? html`<button class="button" ?disabled=${model.busy} @click=${() => doing.showCode(ticket)}>${t("guide.show_code")}</button>` : nothing}
      ${can("requeue") && ticket.state === "no_show"
        ? html`<button class="button" ?disabled=${model.busy} @click=${() => doing.requeue(ticket)}>${t("guide.requeue")}</button>`
        : nothing}
      ${can("void") ? voidButton(model, ticket, doing) : nothing}
    </p>`;
}
