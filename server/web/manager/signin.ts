// The door: signing in, and what somebody with another role is told.
import { html, nothing, type TemplateResult } from "lit-html";
import { api, Problem } from "../shared/api";
import type { Session } from "../shared/wire";
import { t } from "./words";

const ROLES: Readonly<Record<string, () => string>> = {
  clerk: () => t("manager.role.clerk"),
  guide: () => t("manager.role.guide"),
  manager: () => t("manager.role.manager"),
  supervisor: () => t("manager.role.supervisor"),
  administrator: () => t("manager.role.administrator"),
};

/** `entered` runs once the server has taken the password. */
export function signInView(entered: () => Promise<void>): TemplateResult {
  return html`
    <form class="signin" @submit=${(event: SubmitEvent) => submit(event, entered)}>
      <h1>${t("manager.signin")}</h1>
      <p>${t("manager.signin_why")}</p>
      <p class="error" role="alert"></p>
      <label class="field"><span>${t("manager.user")}</span><input name="user" autocomplete="username" required /></label>
      <label class="field">
        <span>${t("manager.password")}</span><input name="password" type="password" autocomplete="current-password" required />
      </label>
      <p><button class="button primary" type="submit">${t("manager.signin_button")}</button></p>
    </form>
  `;
}

export function wrongRoleView(session: Session | null, signOut: () => void): TemplateResult {
  const role = session ? (ROLES[session.role]?.() ?? session.role) : "";
  return html`
    <section class="signin">
      <h1>${t("manager.wrong_role")}</h1>
      ${session === null ? nothing : html`<p>${t("manager.wrong_role_next", { name: session.name, role })}</p>`}
      <p><button class="button primary" type="button" @click=${signOut}>${t("manager.signout")}</button></p>
    </section>
  `;
}

async function submit(event: SubmitEvent, entered: () => Promise<void>): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const button = form.querySelector("button")!;
  const error = form.querySelector(".error")!;
  const given = new FormData(form);
  button.disabled = true;
  error.textContent = "";
  try {
    await api.post("/session", { user: given.get("user"), password: given.get("password") });
    await entered();
  } catch (problem) {
    const words = problem instanceof Problem ? problem.sentence : "";
    error.textContent = words || t("manager.signin_failed");
    form.querySelector<HTMLInputElement>("[name=password]")!.select();
  } finally {
    button.disabled = false;
  }
}
