// What the rule says about an errand, in words: taken here or where else, by whom it is decided, under which article.
import { html, nothing, type TemplateResult } from "lit-html";
import { pick } from "../../server/web/shared/text";
import type { Decision, Referral } from "../../server/web/shared/wire";
import { ACCEPT, ROUTE } from "./words";

/** `choose` answers the question of an `ask` with one of its areas. */
export function decisionView(decision: Decision, question: string, choose: ((area: string) => void) | null): TemplateResult {
  return html`<div class="decision ${decision.accept}">
    <p>
      ${heading(decision)} ${pick(decision.reason)}
      ${decision.article ? html`<small>(${decision.article})</small>` : nothing}
    </p>
    ${decision.accept === "refer" ? places(decision.refer_to) : nothing}
    ${decision.accept === "ask" && choose ? choices(decision, question, choose) : nothing}
  </div>`;
}

/** A question, and a "not known", say it all in their reason. */
function heading({ accept, route }: Decision): TemplateResult | typeof nothing {
  if (accept === "ask" || accept === "no") return nothing;
  return html`<b>${route ? ROUTE[route]() : ACCEPT[accept]()}.</b>`;
}

/** The same in one sentence, for the line of news. */
export function decisionWords({ accept, competent, article }: Decision): string {
  return [ACCEPT[accept](), competent ? pick(competent.name) : null, article].filter(Boolean).join(" · ");
}

function places(referrals: readonly Referral[]): TemplateResult {
  return html`<ul class="refer-to">
    ${referrals.map(
      (it) => html`<li><b>${pick(it.name)}</b> ${[it.address, it.hours, it.url].filter(Boolean).join(" · ")}</li>`,
    )}
  </ul>`;
}

function choices({ ask }: Decision, question: string, choose: (area: string) => void): TemplateResult {
  return html`<p>${question}</p>
    <p class="areas">
      ${ask.map((it) => html`<button type="button" class="button small" @click=${() => choose(it.area)}>${pick(it.name)}</button>`)}
    </p>`;
}
