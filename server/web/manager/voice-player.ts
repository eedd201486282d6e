// One thing is heard at a time, on this machine only; what cannot be heard says why.
import { html, type TemplateResult } from "lit-html";
import { api } from "../shared/api";
import { sentenceOf } from "./setting";
import { t } from "./voice-words";

export class Player {
  private path = "";
  private what = "";
  private trouble = "";

  constructor(private readonly draw: () => void) {}

  view(): TemplateResult {
    return html`
      <div class="voice__player" ?hidden=${this.path === ""}>
        <p role="status">${this.what && t("voice.page.heard", { what: this.what })}</p>
        ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        <audio controls aria-label=${t("voice.page.sound")} @error=${() => void this.silent()}></audio>
      </div>
    `;
  }

  /** The sound at `path`, below the API. */
  play(path: string, what: string): void {
    this.path = path;
    this.what = what;
    this.trouble = "";
    this.draw();
    const audio = document.querySelector<HTMLAudioElement>(".voice__player audio");
    if (audio === null) return;
    audio.src = `/api/v1${path}`;
    // Refused by the browser until its controls are touched, or by the server, which `silent` asks about.
    audio.play().catch(() => undefined);
  }

  /** An <audio> knows only that it failed; the server's own words say what to do. */
  private async silent(): Promise<void> {
    this.what = "";
    this.trouble = await api.get(this.path).then(() => t("voice.page.no_sound"), sentenceOf);
    this.draw();
  }
}
