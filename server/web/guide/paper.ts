// Paper: whose slip did not come out, and how the kiosks are.
import { html, nothing, type TemplateResult } from "lit-html";
import { pick } from "../shared/text";
import { hourMinute } from "../shared/time";
import type { DeviceLine } from "../shared/wire";
import type { Doing, Model } from "./model";
import { list, printerChoice, unprintedRow } from "./rows";
import { t } from "./words";

export function paperView(model: Model, doing: Doing): TemplateResult | typeof nothing {
  const { board } = model;
  if (!board) return nothing;
  const failed = board.unprinted.filter((it) => it.paper === "failed");
  const unsure = board.unprinted.filter((it) => it.paper !== "failed");
  const rows = (some: typeof failed) => some.map((it) => unprintedRow(model, it, doing));
  return html`<h1 class="visually-hidden">${t("guide.paper")}</h1>
    ${board.unprinted.length > 0 ? printerChoice(model, doing) : html`<p class="quiet">${t("guide.paper_well")}</p>`}
    ${list(t("guide.failed"), rows(failed), t("guide.failed_hint"))} ${list(t("guide.unsure"), rows(unsure), t("guide.unsure_hint"))}
    <section class="part">
      <h2>${t("guide.devices")}</h2>
      <ul class="devices">
        ${board.devices.map(device)}
      </ul>
    </section>`;
}

function device(it: DeviceLine): TemplateResult {
  return html`<li class=${it.lost_since ? "lost" : ""}>
    <p><b>${it.name}</b> ${it.seen_at ? html`<span>${t("guide.seen", { time: hourMinute(it.seen_at) })}</span>` : nothing}</p>
    ${it.sentences.map((one) => html`<p>${pick(one)}</p>`)}
  </li>`;
}
