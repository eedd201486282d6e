// Some things want a reason on record: the usual ones are one touch, any other is written.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Asking, Doing, Model } from "./model";
import { t } from "./words";

const TITLE: Record<Asking["kind"], (label: string) => string> = {
  pause: () => t("desk.reason_pause"),
  park: (label) => t("desk.reason_park", { label }),
  void: (label) => t("desk.reason_void", { label }),
  call: (label) => t("desk.reason_call", { label }),
};

const USUAL: Record<Asking["kind"], () => string[]> = {
  pause: () => [t("desk.reason_break"), t("desk.reason_meeting"), t("desk.reason_system")],
  park: () => [t("desk.reason_form"), t("desk.reason_copy"), t("desk.reason_payment")],
  void: () => [t("desk.reason_double"), t("desk.reason_mistake"), t("desk.reason_left")],
  call: () => [t("desk.reason_returning"), t("desk.reason_emergency")],
};

export function reasonForm(model: Model, asking: Asking, doing: Doing): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    void doing.answer(String(new FormData(event.target as HTMLFormElement).get("reason")));
  };
  return html`<form class="reason" @submit=${submit}>
    <h2>${TITLE[asking.kind](asking.ticket?.label ?? "")}</h2>
    ${USUAL[asking.kind]().map(
      (it) => html`<button type="button" class="button" ?disabled=${model.busy} @click=${() => doing.answer(it)}>${it}</button>`,
    )}
    <label class="field">
      <span>${t("desk.reason")}</span>
      <input name="reason" maxlength="200" aria-invalid=${asking.error ? "true" : "false"} />
    </label>
    ${asking.error ? html`<p class="error" role="alert">${t("desk.reason_needed")}</p>` : nothing}
    <div class="others">
      <button class="button primary" ?disabled=${model.busy}>${t("desk.confirm")}</button>
      <button type="button" class="button" @click=${() => doing.change({ asking: null })}>${t("desk.cancel")} <kbd>Esc</kbd></button>
    </div>
  </form>`;
}
