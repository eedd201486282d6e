// Giving a number at the desk: what is wanted, what the rule says, and where it says no, why it is given all the same.
import { html, nothing, type TemplateResult } from "lit-html";
import { live as asShown } from "lit-html/directives/live.js";
import { pick } from "../../server/web/shared/text";
import type { Decision, IssuedTicket } from "../../server/web/shared/wire";
import type { Asked } from "./commands";
import { GUIDANCE_KEY } from "./keys";
import type { Doing, Giving, Model } from "./model";
import { area, outlook, procedure, purposes, visit, type Wanted } from "./wanted";
import { t } from "./words";

export interface Issuing extends Wanted {
  /** Why it is given against the decision. */
  despite: string;
  /** It was to be given without that reason. */
  error: boolean;
  /** Of this request: pressed again after silence, it is still one number. */
  key: string;
  given: IssuedTicket | null;
}

/** Only guidance needs no procedure; without one there is nothing the rule could be asked, and no number. */
export function isAsked({ procedure, purpose }: Wanted): boolean {
  return procedure !== null || purpose === "advice";
}

export function isOverruled(decision: Decision): boolean {
  return decision.accept === "refer" || decision.accept === "no";
}

/** The request for it. A question left open is the desk's to settle; a reason goes only where it is needed. */
export function asked(it: Wanted & { decision: Decision; despite: string }): Asked {
  const { accept } = it.decision;
  const area = accept === "ask" ? "later" : it.area?.area;
  return {
    ...(it.procedure ? { procedure: it.procedure.code } : {}),
    purpose: it.purpose,
    ...(area ? { area } : {}),
    priority: it.priority,
    language: it.language,
    ...(isOverruled(it.decision) ? { despite: it.despite.trim() } : {}),
  };
}

export function issue(model: Model, it: Issuing, doing: Doing): TemplateResult {
  if (it.given) return given(model, it.given, doing);
  const submit = (event: Event) => {
    event.preventDefault();
    void doing.issue();
  };
  return html`<form class="correction issue" novalidate @submit=${submit}>
    <header>
      <h2>${t("desk.issue_title")}</h2>
      <button type="button" class="button small" @click=${() => doing.change({ issuing: null, finding: null })}>
        ${t("desk.cancel")} <kbd>Esc</kbd>
      </button>
    </header>
    ${procedure(model, it, doing.issuing, doing)} ${purposes(it, doing.issuing)} ${area(model, it, doing.issuing, doing)}
    ${visit(model, it, doing.issuing)}
    ${isAsked(it) ? outlook(model, it, doing.issuing) : html`<p class="decision no" role="status">${unasked(model)}</p>`}
    ${it.decision && isOverruled(it.decision) ? reason(it, doing) : nothing}
    <div class="others">
      <button class="button primary" ?disabled=${model.busy || it.decision === null}>${verb(it)} <kbd>Enter</kbd></button>
      <button type="button" class="button" ?disabled=${model.busy} @click=${() => doing.issueGuidance()}>
        ${t("desk.issue_guidance")} <kbd>${GUIDANCE_KEY}</kbd>
      </button>
    </div>
  </form>`;
}

export function verb({ decision }: Issuing): string {
  if (decision?.accept === "ask") return t("desk.issue_later");
  return decision && isOverruled(decision) ? t("desk.issue_despite") : t("desk.issue");
}

/** A code the catalogue does not have gets no number, whatever the reason: nobody could say who serves it. */
export function unasked({ finding }: Giving): string {
  const searched = finding?.field === "procedure" && finding.text.trim() !== "" && finding.answers === finding.text;
  return searched && finding.found.length === 0 ? t("desk.issue_unknown", { text: finding.text.trim() }) : t("desk.issue_hint");
}

export function reason(it: Issuing, doing: Pick<Doing, "issuing">): TemplateResult {
  const usual = [t("desk.despite_present"), t("desk.despite_instructed"), t("desk.despite_rule")];
  return html`<div class="despite">
    <label class="field">
      <span>${t("desk.despite")}</span>
      <input
        name="despite"
        maxlength="200"
        autocomplete="off"
        aria-invalid=${it.error ? "true" : "false"}
        .value=${asShown(it.despite)}
        @input=${(event: Event) => doing.issuing({ despite: (event.target as HTMLInputElement).value })}
      />
    </label>
    ${it.error ? html`<p class="error" role="alert">${t("desk.reason_needed")}</p>` : nothing}
    <p class="areas">
      ${usual.map((one) => html`<button type="button" class="button small" @click=${() => doing.issuing({ despite: one })}>${one}</button>`)}
    </p>
  </div>`;
}

function given(model: Model, it: IssuedTicket, doing: Doing): TemplateResult {
  const reachable = /^https?:\/\//.test(it.track_url);
  return html`<div class="given">
    <h2>${t("desk.issued_title")}</h2>
    <p class="label" role="status">${it.label}</p>
    ${!it.ahead ? nothing : html`<p>${t("desk.issued_ahead", { n: it.ahead })}</p>`}
    ${it.uncovered ? html`<p class="note warn">${pick(it.uncovered)}</p>` : nothing}
    <p class="note plain">${t("desk.issued_unprinted")}</p>
    ${reachable ? html`<p class="track">${t("desk.issued_track")} <a href=${it.track_url} target="_blank" rel="noopener">${it.track_url}</a></p>` : nothing}
    ${it.despite ? html`<p class="hint">${t("desk.issued_despite")}</p>` : nothing}
    <button type="button" class="button primary" ?disabled=${model.busy} @click=${() => doing.change({ issuing: null })}>
      ${t("desk.done")} <kbd>Enter</kbd>
    </button>
  </div>`;
}
