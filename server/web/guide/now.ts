// What waits for the guide now: claims to look at, people who missed their call, what no counter serves.
import { html, nothing, type TemplateResult } from "lit-html";
import { pick } from "../shared/text";
import type { Doing, Model } from "./model";
import { claimedRow, list, missedRow } from "./rows";
import { t } from "./words";

export function nowView(model: Model, doing: Doing): TemplateResult | typeof nothing {
  const { board } = model;
  if (!board) return nothing;
  const failed = board.unprinted.filter((it) => it.paper === "failed").length;
  const quiet = board.help.length + board.claimed.length + board.missed.length + failed === 0;
  return html`<h1 class="visually-hidden">${t("guide.now")}</h1>
    ${failed > 0
      ? html`<button class="button wide alarm" @click=${() => doing.show("paper")}>${t("guide.failed_slips", { n: failed })}</button>`
      : nothing}
    ${quiet ? html`<p class="quiet">${t("guide.quiet")}</p>` : nothing}
    ${list(t("guide.claimed"), board.claimed.map((it) => claimedRow(model, it, doing)), t("guide.claimed_hint"))}
    ${list(t("guide.missed"), board.missed.map((it) => missedRow(model, it, doing)), t("guide.missed_hint"))}
    ${board.uncovered.map((it) => html`<p class="note warn">${pick(it)}</p>`)}`;
}
