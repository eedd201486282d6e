// A ticket as a row, the choice of a printer, and why a number is taken out: parts that several views share.
import { html, nothing, type TemplateResult } from "lit-html";
import { priority, PURPOSE } from "../../../counter/web/words";
import { cells } from "../shared/cells";
import { pick } from "../shared/text";
import type { BriefTicket } from "../shared/wire";
import type { Doing, Model } from "./model";
import { PAPER, t } from "./words";

/** The row itself opens the ticket; its buttons do one thing each. */
export function row(it: BriefTicket, doing: Doing, note: string, ...buttons: (TemplateResult | typeof nothing)[]): TemplateResult {
  return html`<li class="row" data-label=${it.label}>
    <button class="row__open" @click=${() => doing.open(it)}>
      <b class="row__label">${cells(it.label)}</b>
      <span class="row__what">${it.procedure ? pick(it.procedure.name) : PURPOSE[it.purpose]()}</span>
      <span class="row__note">${note}</span>
    </button>
    <p class="row__buttons">${buttons}</p>
  </li>`;
}

export function list(title: string, rows: readonly TemplateResult[], hint: string): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<section class="part">
    <h2>${title} <span class="count">${rows.length}</span></h2>
    <p class="hint">${hint}</p>
    <ul class="rows">
      ${rows}
    </ul>
  </section>`;
}

export function claimedRow(model: Model, it: BriefTicket, doing: Doing): TemplateResult {
  const set = (to: string | null) => doing.setPriority(it, to);
  return row(
    it,
    doing,
    t("guide.claims", { priority: priority(it.priority ?? "") }),
    html`<button class="button" ?disabled=${model.busy} @click=${() => set(it.priority)}>${t("guide.priority_seen")}</button>`,
    html`<button class="button" ?disabled=${model.busy} @click=${() => set(null)}>${t("guide.priority_remove")}</button>`,
  );
}

export function missedRow(model: Model, it: BriefTicket, doing: Doing): TemplateResult {
  const back = html`<button class="button" ?disabled=${model.busy} @click=${() => doing.requeue(it)}>${t("guide.requeue")}</button>`;
  return row(it, doing, t("guide.state_no_show"), it.actions.includes("requeue") ? back : nothing);
}

export function unprintedRow(model: Model, it: BriefTicket, doing: Doing): TemplateResult {
  const can = (action: "reprint" | "void") => it.actions.includes(action);
  return row(
    it,
    doing,
    PAPER[it.paper](),
    can("reprint") && model.printAt !== ""
      ? html`<button class="button" ?disabled=${model.busy} @click=${() => doing.reprint(it)}>${t("guide.reprint")}</button>`
      : nothing,
    can("void") ? voidButton(model, it, doing) : nothing,
    model.voiding?.id === it.id ? whyVoid(model, doing) : nothing,
  );
}

export function printerChoice(model: Model, doing: Doing): TemplateResult {
  const kiosks = (model.board?.devices ?? []).filter((it) => it.kind === "kiosk");
  const chosen = (event: Event) => doing.printAt((event.target as HTMLSelectElement).value);
  return html`<label class="field printer">
    <span>${t("guide.print_at")}</span>
    <select name="print_at" @change=${chosen}>
      ${kiosks.map(
        (it) => html`<option value=${it.id} ?selected=${it.id === model.printAt}>${it.name}${it.lost_since ? ` (${t("guide.not_heard")})` : nothing}</option>`,
      )}
      <option value="" ?selected=${model.printAt === ""}>${t("guide.print_nowhere")}</option>
    </select>
  </label>`;
}

export function voidButton(model: Model, it: { id: string; label: string }, doing: Doing): TemplateResult {
  const ask = () => doing.change({ voiding: { id: it.id, label: it.label, error: false } });
  return html`<button class="button danger" ?disabled=${model.busy || model.voiding?.id === it.id} @click=${ask}>${t("guide.void")}</button>`;
}

/** The usual reasons are one touch; any other is written. */
export function whyVoid(model: Model, doing: Doing): TemplateResult | typeof nothing {
  const { voiding } = model;
  if (!voiding) return nothing;
  const usual = [t("guide.reason_misprint"), t("guide.reason_double"), t("guide.reason_left")];
  const submit = (event: Event) => {
    event.preventDefault();
    void doing.voidFor(String(new FormData(event.target as HTMLFormElement).get("reason")));
  };
  return html`<form class="why" novalidate @submit=${submit}>
    <p class="why__title">${t("guide.why_void", { label: voiding.label })}</p>
    ${usual.map((one) => html`<button type="button" class="button" ?disabled=${model.busy} @click=${() => doing.voidFor(one)}>${one}</button>`)}
    <label class="field">
      <span>${t("guide.other_reason")}</span>
      <input name="reason" maxlength="200" autocomplete="off" aria-invalid=${voiding.error ? "true" : "false"} />
    </label>
    ${voiding.error ? html`<p class="error" role="alert">${t("guide.reason_needed")}</p>` : nothing}
    <p class="row__buttons">
      <button class="button danger" ?disabled=${model.busy}>${t("guide.void")}</button>
      <button type="button" class="button" @click=${() => doing.change({ voiding: null })}>${t("guide.keep")}</button>
    </p>
  </form>`;
}
