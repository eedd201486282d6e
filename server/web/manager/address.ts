// Where the slip's code leads: nowhere, by the hall's Wi-Fi, or to an address that every phone can open.
import { html, nothing, type TemplateResult } from "lit-html";
import { choice, t, type Form, type SettingForm } from "./setting";

type How = "usual" | "none" | "wifi" | "public";

interface Address {
  how: How;
  url: string;
  ssid: string;
  password: string;
}

interface Value {
  url?: string | null;
  wifi?: { ssid: string; password?: string | null } | null;
}

const HOW: readonly (readonly [How, () => string])[] = [
  ["usual", () => t("setting.address.usual")],
  ["none", () => t("setting.address.none")],
  ["wifi", () => t("setting.address.wifi")],
  ["public", () => t("setting.address.public")],
];

export const ADDRESS: Form<Address> = {
  name: "public_url",
  title: () => t("setting.address.title"),
  why: () => t("setting.address.why"),
  read: (value) => draftOf(value as Value | null),
  write: ({ how, url, ssid, password }) => {
    if (how === "usual") return null;
    if (how === "none") return { url: null };
    return how === "public" ? { url } : { url, wifi: { ssid, password: password === "" ? null : password } };
  },
  fields: (form) => html`
    <fieldset class="setting__group">
      <legend>${t("setting.address.how")}</legend>
      ${HOW.map(([how, words]) => choice("address", how, words(), form.draft.how === how, () => form.write({ how })))}
    </fieldset>
    ${form.draft.how === "wifi" || form.draft.how === "public" ? line(form, "url", "url", t("setting.address.url")) : nothing}
    ${form.draft.how === "wifi"
      ? html`${line(form, "ssid", "wifi.ssid", t("setting.address.ssid"))}
          ${line(form, "password", "wifi.password", t("setting.address.password"))}
          <p class="setting__hint">${t("setting.address.printed")}</p>`
      : nothing}
  `,
};

function draftOf(value: Value | null): Address {
  const { url, wifi } = value ?? {};
  const how = value === null ? "usual" : !url ? "none" : wifi ? "wifi" : "public";
  return { how, url: url ?? "", ssid: wifi?.ssid ?? "", password: wifi?.password ?? "" };
}

function line(form: SettingForm<Address>, name: "url" | "ssid" | "password", path: string, label: string): TemplateResult {
  return html`
    <label class="field">
      <span>${label}</span>
      <input
        type="text"
        name=${`address-${name}`}
        autocomplete="off"
        spellcheck="false"
        .value=${form.draft[name]}
        aria-describedby=${form.idOf(path)}
        aria-invalid=${form.errors[path] === undefined ? nothing : "true"}
        @input=${(event: Event) => form.write({ [name]: (event.target as HTMLInputElement).value })}
      />
    </label>
    ${form.complaint(path)}
  `;
}
