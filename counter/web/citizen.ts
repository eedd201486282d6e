// Left: the citizen in front of me, and everything known about the visit.
import { html, nothing, type TemplateResult } from "lit-html";
import { pick } from "../../server/web/shared/text";
import { hourMinute, minutesBetween } from "../../server/web/shared/time";
import type { Desk, Errand, Ticket } from "../../server/web/shared/wire";
import { decisionView } from "./decision";
import { currentErrand, type Doing, type Model, type ProcedureFacts } from "./model";
import { areaWords } from "./wanted";
import { priority, PURPOSE, t } from "./words";

export function citizen(model: Model, { current }: Desk, doing: Doing): TemplateResult {
  if (!current) {
    return html`<section class="citizen nobody">
      <h1>${t("desk.nobody")}</h1>
      <p>${t("desk.nobody_hint")}</p>
    </section>`;
  }
  return html`<section class="citizen">
    <div class="number ${current.state}">
      <p class="label ${current.label.length > 5 ? "long" : ""}">${current.label}</p>
      <p class="since">${since(current)}</p>
    </div>
    <div class="about" tabindex="0" role="region" aria-label=${t("desk.about", { label: current.label })}>
      ${marks(current)} ${errands(model, current, doing)}
      ${current.why && current.state === "called" ? html`<p class="why"><b>${t("desk.why")}:</b> ${pick(current.why)}</p>` : nothing}
    </div>
  </section>`;
}

function since(ticket: Ticket): TemplateResult {
  const waited = minutesBetween(ticket.issued_at, ticket.called_at ?? ticket.issued_at);
  return html`${ticket.state === "serving"
      ? t("desk.serving_since", { at: hourMinute(ticket.started_at ?? "") })
      : t("desk.called_at", { at: hourMinute(ticket.called_at ?? "") })}
    ${ticket.state === "called" && ticket.times_called > 1 ? html` · ${t("desk.times", { n: ticket.times_called })}` : nothing}
    · ${t("desk.waited", { n: waited })}`;
}

function marks(ticket: Ticket): TemplateResult | typeof nothing {
  const foreign = ticket.language !== "vi";
  if (!ticket.priority && !foreign && ticket.printed !== false) return nothing;
  return html`<p class="marks">
    ${ticket.priority ? html`<span class="chip priority">${t("desk.priority")}: ${priority(ticket.priority)}</span>` : nothing}
    ${foreign ? html`<span class="chip">${t("desk.language")}: ${ticket.language === "en" ? t("desk.english") : ticket.language}</span>` : nothing}
    ${ticket.printed === false ? html`<span class="chip warn">${t("desk.not_printed")}</span>` : nothing}
  </p>`;
}

function errands(model: Model, ticket: Ticket, doing: Doing): TemplateResult[] {
  const current = currentErrand(ticket);
  return ticket.errands.map((it, index) => errand(model, ticket, it, index, it === current, doing));
}

function errand(model: Model, ticket: Ticket, it: Errand, index: number, current: boolean, doing: Doing): TemplateResult {
  const facts = it.procedure ? model.procedures.get(it.procedure.code) : null;
  const all = ticket.errands.length;
  return html`<article class="errand ${current ? "" : "other"}">
    ${all > 1 ? html`<p class="which">${t("desk.errand", { n: index + 1, all })}</p>` : nothing}
    ${procedure(it, facts)} ${current ? details(ticket, it, facts, doing) : nothing}
  </article>`;
}

/** The short name where it is known, the official one under it, cut short, and the whole of it on hover. */
function procedure(errand: Errand, facts: ProcedureFacts | null | undefined): TemplateResult {
  if (!errand.procedure) return html`<h2>${PURPOSE[errand.purpose]()}</h2>`;
  const official = pick(errand.procedure.name);
  const short = facts ? pick(facts.short_name) : official;
  return html`<h2 title=${official}>${short}</h2>
    ${short === official ? nothing : html`<p class="official" title=${official}>${official}</p>`}`;
}

function details(ticket: Ticket, errand: Errand, facts: ProcedureFacts | null | undefined, doing: Doing): TemplateResult {
  const { decision } = errand;
  const question = facts?.area_question;
  return html`<dl class="facts">
      <div>
        <dt>${t("desk.purpose")}</dt>
        <dd>${PURPOSE[errand.purpose]()}${errand.procedure ? html` · ${t("desk.code")} <b>${errand.procedure.code}</b>` : nothing}</dd>
      </div>
      ${errand.agency ? html`<div><dt>${t("desk.agency")}</dt><dd><b>${pick(errand.agency.name)}</b></dd></div>` : nothing}
      ${errand.dossier ? html`<div><dt>${t("desk.dossiers")}</dt><dd><b>${errand.dossier}</b></dd></div>` : nothing}
      ${errand.area ? html`<div><dt>${t("desk.area")}</dt><dd>${areaWords(errand.area, errand.area_name)}</dd></div>` : nothing}
    </dl>
    ${decisionView(decision, question ? pick(question) : t("desk.area_ask"), (area) => void doing.settleArea(ticket.id, area))}
    ${errand.papers.length > 0
      ? html`<h3>${t("desk.papers")}</h3>
          <ul class="papers">
            ${errand.papers.map((paper) => html`<li>${pick(paper)}</li>`)}
          </ul>`
      : nothing}`;
}
