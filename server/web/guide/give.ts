// A number for a citizen: the desk's own questions, in one column, and then the number so large that it can be shown.
import { html, nothing, type TemplateResult } from "lit-html";
import { isAsked, isOverruled, reason, unasked, verb, type Issuing } from "../../../counter/web/issue";
import { area, outlook, procedure, purposes, visit } from "../../../counter/web/wanted";
import { pick } from "../shared/text";
import type { IssuedTicket } from "../shared/wire";
import { codeView } from "./code";
import type { Doing, Model } from "./model";
import { printerChoice, voidButton, whyVoid } from "./rows";
import { PAPER, t } from "./words";

export function giveView(model: Model, doing: Doing): TemplateResult | typeof nothing {
  const it = model.issuing;
  if (!it) return nothing;
  return it.given ? given(model, it.given, doing) : form(model, it, doing);
}

function form(model: Model, it: Issuing, doing: Doing): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    void doing.issue();
  };
  return html`<form class="give" novalidate @submit=${submit}>
    <h1>${t("guide.give_title")}</h1>
    ${procedure(model, it, doing.issuing, doing)} ${purposes(it, doing.issuing)} ${area(model, it, doing.issuing, doing)}
    ${visit(model, it, doing.issuing)} ${printerChoice(model, doing)}
    ${isAsked(it) ? outlook(model, it, doing.issuing) : html`<p class="decision no" role="status">${unasked(model)}</p>`}
    ${it.decision && isOverruled(it.decision) ? reason(it, doing) : nothing}
    <div class="give__buttons">
      <button class="button primary" ?disabled=${model.busy || it.decision === null}>${verb(it)}</button>
      <button type="button" class="button" ?disabled=${model.busy} @click=${() => doing.issueGuidance()}>${t("guide.give_guidance")}</button>
    </div>
  </form>`;
}

function given(model: Model, ticket: IssuedTicket, doing: Doing): TemplateResult {
  // What its paper has become since; another ticket in front of the guide is not this one.
  const now = model.card?.id === ticket.id ? model.card : ticket;
  return html`<section class="given">
    <h1>${t("guide.given")}</h1>
    <p class="given__label ${ticket.label.length > 5 ? "long" : ""}" role="status">${ticket.label}</p>
    ${ticket.ahead ? html`<p>${t("guide.ahead", { n: ticket.ahead })}</p>` : nothing}
    <p class="note ${now.paper === "failed" ? "danger" : now.paper === "confirmed" ? "ok" : ""}" role="status">
      ${now.paper === "none" ? t("guide.read_out") : PAPER[now.paper]()}
    </p>
    ${ticket.uncovered ? html`<p class="note warn">${pick(ticket.uncovered)}</p>` : nothing}
    ${model.code?.ticket === ticket.id ? codeView(model.code) : nothing}
    <div class="give__buttons">
      <button class="button primary" ?disabled=${model.busy} @click=${() => doing.show("give")}>${t("guide.another")}</button>
      ${now.paper === "failed" || now.paper === "sent"
        ? html`<button class="button" ?disabled=${model.busy} @click=${() => doing.reprint(ticket)}>${t("guide.reprint")}</button>`
        : nothing}
      ${now.actions.includes("void") ? voidButton(model, ticket, doing) : nothing}
    </div>
    ${model.voiding?.id === ticket.id ? whyVoid(model, doing) : nothing}
  </section>`;
}
