// Some things want a reason on record: the usual ones are one touch, any other is written. A transfer wants a place.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Asking, Doing, Model } from "./model";
import { STATE, t } from "./words";

type Reasoned = Exclude<Asking["kind"], "transfer">;

const TITLE: Record<Reasoned, (label: string) => string> = {
  pause: () => t("desk.reason_pause"),
  park: (label) => t("desk.reason_park", { label }),
  void: (label) => t("desk.reason_void", { label }),
  call: (label) => t("desk.reason_call", { label }),
};

const USUAL: Record<Reasoned, () => string[]> = {
  pause: () => [t("desk.reason_break"), t("desk.reason_meeting"), t("desk.reason_system")],
  park: () => [t("desk.reason_form"), t("desk.reason_copy"), t("desk.reason_payment")],
  void: () => [t("desk.reason_double"), t("desk.reason_mistake"), t("desk.reason_left")],
  call: () => [t("desk.reason_returning"), t("desk.reason_emergency")],
};

export function question(model: Model, asking: Asking, doing: Doing): TemplateResult {
  const label = asking.ticket?.label ?? "";
  return asking.kind === "transfer" ? places(model, label, doing) : reasons(model, asking.kind, label, asking.error, doing);
}

function places(model: Model, label: string, doing: Doing): TemplateResult {
  const others = model.counters.filter((it) => it.id !== model.counter);
  return html`<div class="reason">
    <h2>${t("desk.transfer_where", { label })}</h2>
    ${others.map(
      (it) => html`<button class="button place-choice" ?disabled=${model.busy} @click=${() => doing.transferTo(it.id)}>
        ${t("desk.counter", { n: it.number })} <span class="chip ${it.state}">${STATE[it.state]()}</span>
      </button>`,
    )}
    ${cancel(doing)}
  </div>`;
}

function cancel(doing: Doing): TemplateResult {
  return html`<button type="button" class="button" @click=${() => doing.change({ asking: null })}>${t("desk.cancel")} <kbd>Esc</kbd></button>`;
}

function reasons(model: Model, kind: Reasoned, label: string, error: boolean, doing: Doing): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    void doing.answer(String(new FormData(event.target as HTMLFormElement).get("reason")));
  };
  return html`<form class="reason" @submit=${submit}>
    <h2>${TITLE[kind](label)}</h2>
    ${USUAL[kind]().map(
      (it) => html`<button type="button" class="button" ?disabled=${model.busy} @click=${() => doing.answer(it)}>${it}</button>`,
    )}
    <label class="field">
      <span>${t("desk.reason")}</span>
      <input name="reason" maxlength="200" aria-invalid=${error ? "true" : "false"} />
    </label>
    ${error ? html`<p class="error" role="alert">${t("desk.reason_needed")}</p>` : nothing}
    <div class="others">
      <button class="button primary" ?disabled=${model.busy}>${t("desk.confirm")}</button>
      ${cancel(doing)}
    </div>
  </form>`;
}
