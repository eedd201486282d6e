// Before the desk: who is it, and which counter.
import { html, nothing, type TemplateResult } from "lit-html";
import { pick } from "../../server/web/shared/text";
import type { Session } from "../../server/web/shared/wire";
import type { Doing, Model } from "./model";
import { languageButton } from "./page";
import { t } from "./words";

export function signIn(model: Model, doing: Doing): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const user = String(form.get("user")).trim();
    const password = String(form.get("password"));
    if (user === "" || password === "") {
      const text = user === "" ? t("desk.user_needed") : t("desk.password_needed");
      return doing.change({ said: { tone: "danger", text } });
    }
    void doing.signIn(user, password);
  };
  return html`<main class="entry-card">
    <p class="entry-hall">${pick(model.hall.name)}</p>
    <h1>${t("desk.sign_in_to")}</h1>
    <form novalidate @submit=${submit}>
      ${problem(model)}
      <label class="field"><span>${t("desk.user")}</span><input name="user" autocomplete="username" autocapitalize="none" spellcheck="false" autofocus /></label>
      <label class="field"><span>${t("desk.password")}</span><input name="password" type="password" autocomplete="current-password" /></label>
      <button class="button primary" ?disabled=${model.busy}>${t("desk.sign_in")}</button>
    </form>
    ${languageButton()}
  </main>`;
}

export function chooseCounter(model: Model, session: Session, doing: Doing): TemplateResult {
  const counters = session.counters.filter((it) => it.hall === model.hall.id);
  return html`<main class="entry-card">
    <p class="entry-hall">${pick(model.hall.name)} · ${session.name}</p>
    <h1>${counters.length > 0 ? t("desk.choose_counter") : t("desk.no_counters")}</h1>
    ${problem(model)}
    <ul class="entry-counters">
      ${counters.map(
        (it) => html`<li>
          <button class="button" ?disabled=${model.busy} @click=${() => doing.chooseCounter(it.id)}>${t("desk.counter", { n: it.number })}</button>
        </li>`,
      )}
    </ul>
    <p class="entry-foot">
      ${languageButton()}
      <button class="button small quiet" ?disabled=${model.busy} @click=${() => doing.signOut()}>${t("desk.sign_out")}</button>
    </p>
  </main>`;
}

function problem({ said }: Model): TemplateResult | typeof nothing {
  return said ? html`<p class="note ${said.tone}" role="alert">${said.text}</p>` : nothing;
}
