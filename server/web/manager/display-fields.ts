// Fields of the arrangement's form: a line of text and a choice, each with what is wrong with it below.
import { html, nothing, type TemplateResult } from "lit-html";
import type { SettingForm } from "./setting";

export function textField<D>(form: SettingForm<D>, path: string, label: string, value: string, write: (to: string) => void): TemplateResult {
  return html`
    <div>
      <label class="field">
        <span>${label}</span>
        <input
          type="text"
          name=${path}
          maxlength="80"
          autocomplete="off"
          .value=${value}
          aria-describedby=${form.idOf(path)}
          aria-invalid=${form.errors[path] === undefined ? nothing : "true"}
          @input=${(event: Event) => write((event.target as HTMLInputElement).value)}
        />
      </label>
      ${form.complaint(path)}
    </div>
  `;
}

export function selectField<D>(
  form: SettingForm<D>,
  path: string,
  label: string,
  options: readonly (readonly [string, string])[],
  value: string,
  write: (to: string) => void,
): TemplateResult {
  return html`
    <div>
      <label class="field">
        <span>${label}</span>
        <select
          name=${path}
          aria-describedby=${form.idOf(path)}
          aria-invalid=${form.errors[path] === undefined ? nothing : "true"}
          @change=${(event: Event) => write((event.target as HTMLSelectElement).value)}
        >
          ${options.map(([id, words]) => html`<option value=${id} ?selected=${id === value}>${words}</option>`)}
        </select>
      </label>
      ${form.complaint(path)}
    </div>
  `;
}
