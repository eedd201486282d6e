// Finding a number: typed, read by a scanner that types, or by the camera; then its card.
import { html, nothing, type TemplateResult } from "lit-html";
import { ref } from "lit-html/directives/ref.js";
import { cells } from "../shared/cells";
import { pick } from "../shared/text";
import type { Ticket } from "../shared/wire";
import { canScan, scan } from "./camera";
import { cardView } from "./card";
import type { Doing, Model } from "./model";
import { stateWords, t } from "./words";

export function findView(model: Model, doing: Doing): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem("wanted") as HTMLInputElement;
    void doing.find(field.value).then(() => field.select());
  };
  return html`<form class="search" novalidate @submit=${submit}>
      <h1>${t("guide.find_title")}</h1>
      <label class="field">
        <span>${t("guide.wanted")}</span>
        <input name="wanted" autocomplete="off" autocapitalize="characters" spellcheck="false" enterkeyhint="search" />
      </label>
      <p class="row__buttons">
        <button class="button primary" ?disabled=${model.busy}>${t("guide.search")}</button>
        ${canScan() ? html`<button type="button" class="button" @click=${() => doing.change({ camera: !model.camera })}>${t("guide.camera")}</button>` : nothing}
      </p>
    </form>
    ${model.camera ? camera(doing) : nothing} ${model.card ? cardView(model, model.card, doing) : results(model, doing)}`;
}

let end: (() => void) | null = null;

/** The camera runs as long as its picture is on the page. */
function camera(doing: Doing): TemplateResult {
  return html`<video class="camera" muted playsinline aria-label=${t("guide.camera_picture")} ${ref(seen)}></video>`;

  function seen(element: Element | undefined): void {
    end?.();
    end = null;
    if (!element) return;
    end = scan(
      element as HTMLVideoElement,
      (text) => void doing.find(text),
      () => doing.change({ camera: false, said: { tone: "danger", text: t("guide.camera_failed") } }),
    );
  }
}

function results({ found }: Model, doing: Doing): TemplateResult | typeof nothing {
  if (found === null) return nothing;
  if (found.length === 0) return html`<p class="quiet" role="status">${t("guide.nothing_found")}</p>`;
  return html`<ul class="rows">
    ${found.map((it) => result(it, doing))}
  </ul>`;
}

function result(it: Ticket, doing: Doing): TemplateResult {
  return html`<li class="row" data-label=${it.label}>
    <button class="row__open" @click=${() => doing.open(it)}>
      <b class="row__label">${cells(it.label)}</b>
      <span class="row__what">${it.procedure ? pick(it.procedure.name) : nothing}</span>
      <span class="row__note">${it.business_day.split("-").reverse().map(Number).join("/")} · ${stateWords(it.state)}</span>
    </button>
  </li>`;
}
