// One setting of the hall as a form: what holds, since when and by whom; a draft; what is wrong, beside its field; the day
// it begins. The server says what is wrong, this page only where it stands.
import { html, nothing, type TemplateResult } from "lit-html";
import "./settings.css";
import en from "../../luot_server/messages/en/setting.json";
import vi from "../../luot_server/messages/vi/setting.json";
import { api, Problem } from "../shared/api";
import { texts } from "../shared/text";
import type { Instant } from "../shared/wire";
import type { Context } from "./sections";
import { dayWords } from "./words";

export const { t } = texts(vi, en);

interface Changed {
  at: Instant;
  by: { id: string; name: string } | null;
}

export interface Setting {
  name: string;
  value: unknown;
  usual: boolean;
  valid_from: string | null;
  changed: Changed | null;
  coming: { value: unknown; valid_from: string; changed: Changed | null }[];
}

export type Errors = Readonly<Record<string, readonly string[]>>;

export async function readSettings(hall: string): Promise<Map<string, Setting>> {
  const { items } = await api.get<{ items: Setting[] }>(`/halls/${encodeURIComponent(hall)}/settings`);
  return new Map(items.map((it) => [it.name, it]));
}

/** What a form is about; `draft` is the value being written, in a shape that suits the form. */
export interface Form<D> {
  readonly name: string;
  readonly title: () => string;
  readonly why: () => string;
  /** The form's draft of a value of the wire, and back. */
  readonly read: (value: unknown) => D;
  readonly write: (draft: D) => unknown;
  readonly fields: (form: SettingForm<D>) => TemplateResult;
}

export class SettingForm<D> {
  draft: D;
  errors: Errors = {};
  private from = "";
  private said = "";
  private trouble = "";
  private busy = false;

  constructor(
    private readonly context: Context,
    private readonly form: Form<D>,
    private setting: Setting,
    private readonly changed: () => void = () => undefined,
  ) {
    this.draft = form.read(setting.value);
  }

  view(): TemplateResult {
    const { name, title, why, fields } = this.form;
    return html`
      <form class="setting" data-setting=${name} novalidate @submit=${this.submitted}>
        <h2>${title()}</h2>
        <p class="setting__why">${why()}</p>
        ${this.history()} ${fields(this)} ${this.complaint("value")}
        <div class="question">
          <label class="field">
            <span>${t("setting.page.from")}</span>
            <input
              type="date"
              name="valid_from"
              .value=${this.from}
              aria-describedby=${this.idOf("valid_from")}
              aria-invalid=${this.errors["valid_from"] === undefined ? nothing : "true"}
              @change=${(event: Event) => (this.from = (event.target as HTMLInputElement).value)}
            />
          </label>
          <button class="button primary" type="submit" ?disabled=${this.busy}>${t("setting.page.save")}</button>
        </div>
        ${this.complaint("valid_from")}
        <p class="setting__said" role="status">${this.said}</p>
        ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
      </form>
    `;
  }

  /** Take over what somebody wrote, and draw. */
  write(draft: Partial<D>): void {
    this.draft = { ...this.draft, ...draft };
    this.said = "";
    this.changed();
    this.context.draw();
  }

  /** What is wrong at this path of the value; a field names it with `aria-describedby`. */
  complaint(path: string): TemplateResult {
    const sentences = this.errors[path];
    return html`<p class="error" id=${this.idOf(path)}>${sentences === undefined ? nothing : sentences.join(" ")}</p>`;
  }

  idOf(path: string): string {
    return `wrong-${this.form.name}-${path.replace(/\W/g, "-")}`;
  }

  /** The draft as it would be sent. */
  get value(): unknown {
    return this.form.write(this.draft);
  }

  private history(): TemplateResult {
    const { valid_from: since, changed, coming } = this.setting;
    const who = changed?.by?.name;
    return html`
      <p class="setting__since">
        ${since === null
          ? t("setting.page.never")
          : who === undefined
            ? t("setting.page.since", { day: dayWords(since) })
            : t("setting.page.since_by", { day: dayWords(since), name: who })}
        ${coming.map((it) => html`<br />${t("setting.page.coming", { day: dayWords(it.valid_from) })}`)}
      </p>
    `;
  }

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.save();
  };

  private async save(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.said = this.trouble = "";
    this.context.draw();
    const body = { value: this.value, ...(this.from === "" ? {} : { valid_from: this.from }) };
    try {
      const path = `/halls/${encodeURIComponent(this.context.hall)}/settings/${this.form.name}`;
      this.setting = await api.put<Setting>(path, body);
      this.errors = {};
      this.said =
        this.from === "" ? t("setting.page.saved") : t("setting.page.saved_from", { day: dayWords(this.from) });
      if (this.from === "") this.draft = this.form.read(this.setting.value);
    } catch (problem) {
      this.refused(problem);
    }
    this.busy = false;
    this.context.draw();
  }

  /** Beside the fields that are wrong where the server names them, else below the form. */
  private refused(problem: unknown): void {
    this.errors = errorsOf(problem);
    this.trouble = Object.keys(this.errors).length > 0 ? t("setting.page.look") : sentenceOf(problem);
  }
}

export function errorsOf(problem: unknown): Errors {
  if (!(problem instanceof Problem)) return {};
  const { fields, field } = problem.body as { fields?: Record<string, string[]>; field?: string };
  if (problem.code === "setting_wrong" && fields !== undefined) return fields;
  return field === "valid_from" ? { valid_from: [problem.sentence] } : {};
}

export function sentenceOf(problem: unknown): string {
  return (problem instanceof Problem && problem.sentence) || t("setting.page.unreachable");
}

/** A sentence with a number in it; empty is no limit. */
export function numberField<D>(form: SettingForm<D>, path: string, label: string, value: string, write: (to: string) => void): TemplateResult {
  return html`
    <label class="field setting__number">
      <span>${label}</span>
      <input
        type="number"
        inputmode="numeric"
        min="0"
        name=${path}
        .value=${value}
        aria-describedby=${form.idOf(path)}
        aria-invalid=${form.errors[path] === undefined ? nothing : "true"}
        @change=${(event: Event) => write((event.target as HTMLInputElement).value)}
      />
    </label>
    ${form.complaint(path)}
  `;
}

export function tick(name: string, label: string, on: boolean, write: (to: boolean) => void): TemplateResult {
  return html`
    <label class="setting__tick">
      <input type="checkbox" name=${name} .checked=${on} @change=${(event: Event) => write((event.target as HTMLInputElement).checked)} />
      <span>${label}</span>
    </label>
  `;
}

export function choice(group: string, value: string, label: string, on: boolean, write: () => void): TemplateResult {
  return html`
    <label class="setting__tick">
      <input type="radio" name=${group} value=${value} .checked=${on} @change=${write} /> <span>${label}</span>
    </label>
  `;
}

/** What a number field holds, as the wire wants it: a number, or the very text, which the server refuses in words. */
export function counted(text: string): number | string | undefined {
  if (text.trim() === "") return undefined;
  return /^\d+$/.test(text.trim()) ? Number(text) : text;
}
