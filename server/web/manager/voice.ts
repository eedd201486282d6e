// The hall's voice: how calls are said, one heard beforehand, and the clips, made on the server or recorded by the hall.
import { html, nothing, type TemplateResult } from "lit-html";
import "./voice.css";
import { api } from "../shared/api";
import type { Context, Section, SectionEntry } from "./sections";
import { choice, readSettings, sentenceOf, SettingForm, tick, type Form } from "./setting";
import { Clips, type HallVoice, type Language } from "./voice-clips";
import { Player } from "./voice-player";
import { t } from "./voice-words";

interface VoiceValue {
  languages: Language[];
  times: 1 | 2;
  chime: boolean;
  own: Record<string, Record<string, string>>;
}

interface Draft {
  languages: string;
  twice: boolean;
  chime: boolean;
}

/** The choices of languages, as the wire writes them joined. */
const CHOICES = [
  { languages: "vi,en", said: "voice.page.said_vi_en" },
  { languages: "vi", said: "voice.page.said_vi" },
  { languages: "", said: "voice.page.said_none" },
] as const;
const SPOKEN = ["vi", "en"] as const;
const TIMES = ["1", "2", "3"] as const;

export const VOICE: SectionEntry = {
  id: "voice",
  title: () => t("voice.page.title"),
  begin: (context) => new VoiceSection(context),
};

class VoiceSection implements Section {
  private form: SettingForm<Draft> | null = null;
  private told: HallVoice | null = null;
  private own: VoiceValue["own"] = {};
  private trouble = "";
  private readonly path: string;
  private readonly player: Player;
  private readonly clips: Clips;
  private trial = { label: "A012", counter: "3", language: "vi", times: "1" };

  constructor(private readonly context: Context) {
    const hall = `/halls/${encodeURIComponent(context.hall)}`;
    this.path = `${hall}/voice`;
    this.player = new Player(() => context.draw());
    this.clips = new Clips(this.path, this.player, (told) => void this.changed(told), () => context.draw());
  }

  shown(): void {
    void this.ask();
  }

  view(): TemplateResult {
    return html`
      <section class="settings voice">
        <h1>${t("voice.page.title")}</h1>
        ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        ${this.told?.install ? html`<p class="note warn">${t("voice.page.install")} <code>${this.told.install}</code></p>` : nothing}
        ${this.form?.view() ?? nothing} ${this.told === null ? nothing : html`${this.trialView()} ${this.clips.view(this.told)}`}
        ${this.player.view()}
      </section>
    `;
  }

  /** The clips anew each time: a server that is making them has more to tell a minute later. */
  private async ask(): Promise<void> {
    try {
      const [settings, told] = await Promise.all([readSettings(this.context.hall), api.get<HallVoice>(this.path)]);
      const setting = settings.get("voice")!;
      this.own = (setting.value as VoiceValue).own;
      this.form ??= new SettingForm(this.context, this.how, setting);
      this.told = told;
      this.trouble = "";
    } catch (problem) {
      this.trouble = sentenceOf(problem);
    }
    this.context.draw();
  }

  /** A recording came or went: what the form writes next must not undo it. */
  private async changed(told: HallVoice): Promise<void> {
    this.told = told;
    this.context.draw();
    const settings = await readSettings(this.context.hall).catch(() => null);
    if (settings !== null) this.own = (settings.get("voice")!.value as VoiceValue).own;
  }

  private readonly how: Form<Draft> = {
    name: "voice",
    title: () => t("voice.page.how"),
    why: () => t("voice.page.why"),
    read(value) {
      const { languages, times, chime } = value as VoiceValue;
      return { languages: languages.join(), twice: times === 2, chime };
    },
    write: ({ languages, twice, chime }): VoiceValue => ({
      languages: languages.split(",").filter((it) => it !== "") as Language[],
      times: twice ? 2 : 1,
      chime,
      own: this.own,
    }),
    fields: (form) => html`
      <fieldset class="setting__group">
        <legend>${t("voice.page.languages")}</legend>
        ${CHOICES.map(({ languages, said }) =>
          choice("languages", languages, t(said), form.draft.languages === languages, () => form.write({ languages })),
        )}
      </fieldset>
      ${form.complaint("languages")}
      ${form.draft.languages === ""
        ? nothing
        : html`${tick("twice", t("voice.page.twice"), form.draft.twice, (twice) => form.write({ twice }))}`}
      ${tick("chime", t("voice.page.chime"), form.draft.chime, (chime) => form.write({ chime }))}
    `,
  };

  // ── a call heard beforehand ──

  private trialView(): TemplateResult {
    const { label, counter, language, times } = this.trial;
    return html`
      <form class="setting" data-trial novalidate @submit=${this.tried}>
        <h2>${t("voice.page.trial")}</h2>
        <p class="setting__why">${t("voice.page.trial_why")}</p>
        <div class="question">
          <label class="field">
            <span>${t("voice.page.label")}</span>
            <input name="label" size="8" .value=${label} @change=${this.wrote} />
          </label>
          <label class="field">
            <span>${t("voice.page.counter")}</span>
            <input name="counter" type="number" inputmode="numeric" min="1" max="9999" .value=${counter} @change=${this.wrote} />
          </label>
          <label class="field">
            <span>${t("voice.page.language")}</span>
            <select name="language" @change=${this.wrote}>
              ${SPOKEN.map((it) => html`<option value=${it} ?selected=${it === language}>${t(`voice.page.${it}`)}</option>`)}
            </select>
          </label>
          <label class="field">
            <span>${t("voice.page.which")}</span>
            <select name="times" @change=${this.wrote}>
              ${TIMES.map((it) => html`<option value=${it} ?selected=${it === times}>${t(`voice.page.times_${it}`)}</option>`)}
            </select>
          </label>
          <button class="button" type="submit">${t("voice.page.hear")}</button>
        </div>
      </form>
    `;
  }

  private readonly wrote = (event: Event): void => {
    const { name, value } = event.target as HTMLInputElement | HTMLSelectElement;
    this.trial = { ...this.trial, [name]: value };
  };

  private readonly tried = (event: SubmitEvent): void => {
    event.preventDefault();
    const asked = new URLSearchParams({ ...this.trial, label: this.trial.label.trim() });
    this.player.play(`${this.path}-call.wav?${asked}`, t("voice.page.a_call"));
  };
}
