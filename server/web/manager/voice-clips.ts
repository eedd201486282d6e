// The table of clips: what each says, whether made or recorded; heard, replaced by a file, made again.
import { html, nothing, type TemplateResult } from "lit-html";
import { api } from "../shared/api";
import { sentenceOf } from "./setting";
import type { Player } from "./voice-player";
import { t } from "./voice-words";

export type Language = "vi" | "en";

interface Clip {
  clip: string;
  text: string;
  source: "made" | "own" | "missing";
  milliseconds: number | null;
}

export interface HallVoice {
  items: { language: Language; pack: string | null; missing: string[]; clips: Clip[] }[];
  install: string | null;
}

/** As the server has it: nobody waits for a long recording to be refused. */
const LARGEST = 1024 * 1024;
/** More missing clips than can be read are counted. */
const NAMED = 12;

const GROUPS = [
  { id: "phrases", names: /^[a-z]{2}/, open: true },
  { id: "letters", names: /^[A-Z]$/, open: false },
  { id: "digits", names: /^\d$/, open: false },
  { id: "counters", names: /^n\d/, open: false },
] as const;

export class Clips {
  private language: Language = "vi";
  private said = "";
  private trouble: { clip: string; sentence: string } | null = null;
  private busy = "";

  constructor(
    private readonly path: string,
    private readonly player: Player,
    private readonly changed: (told: HallVoice) => void,
    private readonly draw: () => void,
  ) {}

  view(told: HallVoice): TemplateResult {
    const shown = told.items.find((it) => it.language === this.language);
    return html`
      <section class="setting voice__clips">
        <h2>${t("voice.page.clips")}</h2>
        <p class="setting__why">${t("voice.page.clips_why")}</p>
        <label class="field">
          <span>${t("voice.page.language")}</span>
          <select name="clips_language" @change=${this.turned}>
            ${told.items.map(
              (it) => html`<option value=${it.language} ?selected=${it.language === this.language}>${t(`voice.page.${it.language}`)}</option>`,
            )}
          </select>
        </label>
        <p class="setting__said" role="status">${this.said}</p>
        ${shown === undefined ? nothing : html`${missing(shown)} ${GROUPS.map((it) => this.group(it, shown.clips))}`}
      </section>
    `;
  }

  private group({ id, names, open }: (typeof GROUPS)[number], every: readonly Clip[]): TemplateResult {
    // messages: voice.page.group_*
    const clips = every.filter((it) => names.test(it.clip));
    const own = clips.filter((it) => it.source === "own").length;
    return html`
      <details ?open=${open}>
        <summary>${t(`voice.page.group_${id}`)}${own > 0 ? ` · ${t("voice.page.own_count", { n: own })}` : nothing}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">${t("voice.page.says")}</th>
              <th scope="col">${t("voice.page.source")}</th>
              <th scope="col" class="voice__long">${t("voice.page.long")}</th>
              <th scope="col"><span class="visually-hidden">${t("voice.page.do")}</span></th>
            </tr>
          </thead>
          <tbody>
            ${clips.map((it) => this.row(it))}
          </tbody>
        </table>
      </details>
    `;
  }

  private row(it: Clip): TemplateResult {
    // messages: voice.page.source_*
    const what = it.text;
    const wrong = this.trouble?.clip === it.clip ? this.trouble.sentence : "";
    return html`
      <tr data-clip=${it.clip}>
        <th scope="row">${what}</th>
        <td data-source=${it.source}>${t(`voice.page.source_${it.source}`)}</td>
        <td class="voice__long">${it.milliseconds === null ? "–" : t("voice.page.seconds", { n: seconds(it.milliseconds) })}</td>
        <td class="voice__do">
          <button
            class="button quiet"
            type="button"
            aria-label=${t("voice.page.hear_clip", { what })}
            ?disabled=${it.source === "missing"}
            @click=${() => this.player.play(`${this.path}/${this.language}/${it.clip}.wav`, what)}
          >
            ${t("voice.page.hear")}
          </button>
          <label class="button quiet voice__choose">
            ${this.busy === it.clip ? t("voice.page.sending") : t("voice.page.choose")}
            <input
              type="file"
              accept=".wav,audio/wav,audio/x-wav"
              class="visually-hidden"
              aria-label=${t("voice.page.choose_clip", { what })}
              ?disabled=${this.busy !== ""}
              @change=${(event: Event) => void this.send(event, it)}
            />
          </label>
          ${it.source === "own"
            ? html`<button
                class="button quiet"
                type="button"
                aria-label=${t("voice.page.remove_clip", { what })}
                ?disabled=${this.busy !== ""}
                @click=${() => void this.act(it, t("voice.page.removed", { what }), (path) => api.delete(path))}
              >
                ${t("voice.page.remove")}
              </button>`
            : nothing}
          ${wrong && html`<p class="error" role="alert">${wrong}</p>`}
        </td>
      </tr>
    `;
  }

  private readonly turned = (event: Event): void => {
    this.language = (event.target as HTMLSelectElement).value as Language;
    this.said = "";
    this.trouble = null;
    this.draw();
  };

  private async send(event: Event, it: Clip): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = "";
    if (file === undefined) return;
    if (file.size > LARGEST) {
      this.trouble = { clip: it.clip, sentence: t("voice.page.too_large") };
      this.draw();
      return;
    }
    await this.act(it, t("voice.page.kept", { what: it.text }), (path) => api.put(path, file));
  }

  private async act(it: Clip, said: string, ask: (path: string) => Promise<HallVoice>): Promise<void> {
    this.busy = it.clip;
    this.said = "";
    this.trouble = null;
    this.draw();
    try {
      this.changed(await ask(`${this.path}/${this.language}/${it.clip}`));
      this.said = said;
    } catch (problem) {
      this.trouble = { clip: it.clip, sentence: sentenceOf(problem) };
    }
    this.busy = "";
    this.draw();
  }
}

/** Named as far as anybody would read them. */
function missing({ missing: names, clips }: HallVoice["items"][number]): TemplateResult | typeof nothing {
  if (names.length === 0) return nothing;
  const words = clips.filter((it) => names.includes(it.clip)).map((it) => it.text);
  const list = words.slice(0, NAMED).join(", ") + (words.length > NAMED ? " …" : "");
  return html`<p class="note warn" data-missing>${t("voice.page.missing", { n: names.length, list })}</p>`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
}
