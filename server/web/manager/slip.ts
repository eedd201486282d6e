// The slip: which lines it has, how wide it is, whose logo; with the paper itself beside the switches before it is saved.
import { html, nothing, type TemplateResult } from "lit-html";
import { api } from "../shared/api";
import { language, type Language } from "../shared/text";
import { ADDRESS } from "./address";
import type { Context, Section, SectionEntry } from "./sections";
import { choice, errorsOf, readSettings, sentenceOf, SettingForm, t, tick, type Form } from "./setting";

const LINES = ["agency", "code", "ahead", "expected", "issued", "qr", "handover"] as const;
type Line = (typeof LINES)[number];

interface Style {
  width_mm: number;
  logo: string | null;
  lines: Record<Line, boolean>;
  languages: Language[];
  foot: { vi: string; en: string };
}

const LINE_WORDS: Readonly<Record<Line, () => string>> = {
  agency: () => t("setting.slip.agency"),
  code: () => t("setting.slip.code"),
  ahead: () => t("setting.slip.ahead"),
  expected: () => t("setting.slip.expected"),
  issued: () => t("setting.slip.issued"),
  qr: () => t("setting.slip.qr"),
  handover: () => t("setting.slip.handover"),
};

const LARGEST_LOGO = 32 * 1024;
/** The server draws while somebody still types; it is asked once the hand rests. */
const REST_MS = 300;

export const SLIP: SectionEntry = {
  id: "slip",
  title: () => t("setting.slip.title"),
  begin: (context) => new SlipSection(context),
};

class SlipSection implements Section {
  private form: SettingForm<Style> | null = null;
  private address: { view(): TemplateResult } | null = null;
  private kind: "ticket" | "referral" = "ticket";
  private spoken: Language = language();
  private image = "";
  private trouble = "";
  private resting = 0;
  private latest = 0;

  constructor(private readonly context: Context) {}

  shown(): void {
    void this.ask();
  }

  view(): TemplateResult {
    return html`
      <section class="settings">
        <h1>${t("setting.slip.title")}</h1>
        ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        ${this.form === null
          ? nothing
          : html`<div class="settings__slip"><div>${this.form.view()} ${this.address?.view()}</div> ${this.paper()}</div>`}
      </section>
    `;
  }

  private async ask(): Promise<void> {
    try {
      const settings = await readSettings(this.context.hall);
      this.form ??= new SettingForm(this.context, this.style, settings.get("slip")!, this.rest);
      this.address ??= new SettingForm(this.context, ADDRESS, settings.get("public_url")!);
      this.trouble = "";
      await this.draw();
    } catch (problem) {
      this.trouble = sentenceOf(problem);
    }
    this.context.draw();
  }

  private readonly style: Form<Style> = {
    name: "slip",
    title: () => t("setting.slip.how"),
    why: () => t("setting.slip.why"),
    read: (value) => styleOf(value as Partial<Style>),
    write: (style) => style,
    fields: (form) => html`
      <fieldset class="setting__group">
        <legend>${t("setting.slip.width")}</legend>
        ${[80, 58].map((mm) =>
          choice("width", String(mm), t("setting.slip.mm", { mm }), form.draft.width_mm === mm, () => form.write({ width_mm: mm })),
        )}
      </fieldset>
      ${this.logo(form)}
      <fieldset class="setting__group">
        <legend>${t("setting.slip.lines")}</legend>
        ${LINES.map((line) =>
          tick(line, LINE_WORDS[line](), form.draft.lines[line], (on) => form.write({ lines: { ...form.draft.lines, [line]: on } })),
        )}
        <p class="setting__hint">${t("setting.slip.always")}</p>
      </fieldset>
      <fieldset class="setting__group">
        <legend>${t("setting.slip.languages")}</legend>
        ${tick("english", t("setting.slip.english"), form.draft.languages.length > 1, (on) =>
          form.write({ languages: on ? ["vi", "en"] : ["vi"] }),
        )}
      </fieldset>
      ${this.foot(form, "vi", t("setting.slip.foot_vi"))} ${this.foot(form, "en", t("setting.slip.foot_en"))}
      ${form.complaint("foot")}
    `,
  };

  private logo(form: SettingForm<Style>): TemplateResult {
    return html`
      <label class="field">
        <span>${t("setting.slip.logo")}</span>
        <input type="file" name="logo" accept="image/png" aria-describedby=${form.idOf("logo")} @change=${this.chosen} />
      </label>
      ${form.complaint("logo")}
      ${form.draft.logo === null
        ? nothing
        : html`<button class="button" type="button" @click=${() => form.write({ logo: null })}>${t("setting.slip.no_logo")}</button>`}
    `;
  }

  private foot(form: SettingForm<Style>, lang: Language, label: string): TemplateResult {
    const path = `foot.${lang}`;
    return html`
      <label class="field">
        <span>${label}</span>
        <input
          type="text"
          name=${path}
          maxlength="200"
          .value=${form.draft.foot[lang]}
          aria-describedby=${form.idOf(path)}
          aria-invalid=${form.errors[path] === undefined ? nothing : "true"}
          @input=${(event: Event) => form.write({ foot: { ...form.draft.foot, [lang]: (event.target as HTMLInputElement).value } })}
        />
      </label>
      ${form.complaint(path)}
    `;
  }

  private paper(): TemplateResult {
    return html`
      <div class="settings__paper">
        <h2>${t("setting.slip.preview")}</h2>
        <div class="question">
          <label class="field">
            <span>${t("setting.slip.kind")}</span>
            <select name="kind" @change=${(event: Event) => this.turn({ kind: valueOf(event) })}>
              <option value="ticket" ?selected=${this.kind === "ticket"}>${t("setting.slip.kind_ticket")}</option>
              <option value="referral" ?selected=${this.kind === "referral"}>${t("setting.slip.kind_referral")}</option>
            </select>
          </label>
          <label class="field">
            <span>${t("setting.slip.spoken")}</span>
            <select name="spoken" @change=${(event: Event) => this.turn({ spoken: valueOf(event) })}>
              <option value="vi" ?selected=${this.spoken === "vi"}>Tiếng Việt</option>
              <option value="en" ?selected=${this.spoken === "en"} lang="en">English</option>
            </select>
          </label>
        </div>
        ${this.image && html`<img src=${this.image} alt=${t("setting.slip.preview_alt")} />`}
      </div>
    `;
  }

  private turn({ kind, spoken }: { kind?: string; spoken?: string }): void {
    if (kind !== undefined) this.kind = kind === "referral" ? "referral" : "ticket";
    if (spoken !== undefined) this.spoken = spoken === "en" ? "en" : "vi";
    void this.draw();
  }

  private readonly chosen = (event: Event): void => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file === undefined || this.form === null) return;
    if (file.size > LARGEST_LOGO) {
      this.form.errors = { logo: [t("setting.wrong.logo_too_large", { kilobytes: LARGEST_LOGO / 1024 })] };
      this.context.draw();
      return;
    }
    const reader = new FileReader();
    reader.onload = () => this.form?.write({ logo: String(reader.result) });
    reader.readAsDataURL(file);
  };

  private readonly rest = (): void => {
    window.clearTimeout(this.resting);
    this.resting = window.setTimeout(() => void this.draw(), REST_MS);
  };

  /** Only the latest paper is shown, however late an earlier one comes. */
  private async draw(): Promise<void> {
    if (this.form === null) return;
    const turn = ++this.latest;
    const asked = { kind: this.kind, language: this.spoken, style: this.form.value };
    try {
      const { image } = await api.post<{ image: string }>(`/halls/${encodeURIComponent(this.context.hall)}/slip-previews`, asked);
      if (turn !== this.latest) return;
      this.image = image;
      this.form.errors = {};
      this.trouble = "";
    } catch (problem) {
      if (turn !== this.latest) return;
      this.form.errors = errorsOf(problem);
      this.trouble = Object.keys(this.form.errors).length > 0 ? "" : sentenceOf(problem);
    }
    this.context.draw();
  }
}

/** What a style leaves unsaid is as it always was. */
function styleOf(value: Partial<Style>): Style {
  const lines = Object.fromEntries(LINES.map((it) => [it, value.lines?.[it] ?? true])) as Record<Line, boolean>;
  return {
    width_mm: value.width_mm ?? 80,
    logo: value.logo ?? null,
    lines,
    languages: value.languages ?? ["vi"],
    foot: { vi: value.foot?.vi ?? "", en: value.foot?.en ?? "" },
  };
}

function valueOf(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}
