// Signing in: a PIN, and the name only on a tablet that does not know its guide yet.
import { html, nothing, type TemplateResult } from "lit-html";
import { pick } from "../shared/text";
import type { Doing, Model } from "./model";
import { languageButton } from "./page";
import { t } from "./words";

const DIGITS = 6;

export function door(model: Model, doing: Doing): TemplateResult {
  return html`<main class="door">
    <p class="door__hall">${pick(model.hall.name)}</p>
    <h1>${t("guide.title")}</h1>
    <form novalidate @submit=${(event: Event) => submit(event, model, doing)}>
      ${model.said ? html`<p class="note ${model.said.tone}" role="alert">${model.said.text}</p>` : nothing}
      ${model.user === "" ? userField() : html`<p class="door__who">${model.user}</p>`}
      ${model.byPassword ? passwordField() : pinField()}
      <button class="button primary wide" ?disabled=${model.busy}>${t("guide.sign_in")}</button>
    </form>
    <p class="door__others">
      <button class="button quiet" @click=${() => doing.change({ byPassword: !model.byPassword, said: null })}>
        ${model.byPassword ? t("guide.use_pin") : t("guide.use_password")}
      </button>
      ${model.user === "" ? nothing : html`<button class="button quiet" @click=${() => doing.change({ user: "", said: null })}>${t("guide.somebody_else")}</button>`}
      ${languageButton()}
    </p>
  </main>`;
}

function userField(): TemplateResult {
  return html`<label class="field"><span>${t("guide.user")}</span><input name="user" autocomplete="username" autocapitalize="none" spellcheck="false" /></label>`;
}

function passwordField(): TemplateResult {
  return html`<label class="field"><span>${t("guide.password")}</span><input name="password" type="password" autocomplete="current-password" /></label>`;
}

/** The sixth digit signs in: there is nothing more to say. */
function pinField(): TemplateResult {
  const typed = (event: Event) => {
    const field = event.target as HTMLInputElement;
    field.value = field.value.replace(/\D/g, "").slice(0, DIGITS);
    if (field.value.length === DIGITS) field.form!.requestSubmit();
  };
  return html`<label class="field">
    <span>${t("guide.pin")}</span>
    <input class="door__pin" name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength=${DIGITS} @input=${typed} />
  </label>`;
}

function submit(event: Event, model: Model, doing: Doing): void {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const said = new FormData(form);
  const user = model.user || String(said.get("user")).trim();
  const proof = model.byPassword ? { password: String(said.get("password")) } : { pin: String(said.get("pin")) };
  const complete = model.byPassword ? said.get("password") !== "" : String(said.get("pin")).length === DIGITS;
  if (user === "" || !complete) {
    return doing.change({ said: { tone: "danger", text: user === "" ? t("guide.user_needed") : t("guide.proof_needed") } });
  }
  void doing.signIn(user, proof).then(() => form.querySelector<HTMLInputElement>("[type=password]")?.select());
}
