// A screen as it would look, live and silent, while it is being written: the very page a television shows, made small.
import { html, type TemplateResult } from "lit-html";
import { tried, type Screen, type Zone } from "./display-draft";
import { t } from "./screen-words";

/** Somebody who types is not followed letter by letter: each address is a page to load. */
const REST_MS = 400;

export class Preview {
  private upright = false;
  private address = "";
  private next = "";
  private resting = 0;

  constructor(
    private readonly hall: string,
    private readonly draw: () => void,
  ) {}

  view(screen: Screen, zones: readonly Zone[]): TemplateResult {
    this.follow(tried(this.hall, screen, zones));
    return html`
      <div class="preview">
        <h2>${t("screen.preview")}</h2>
        <p class="setting__hint">${t("screen.preview_of", { name: screen.name || t("screen.whole_hall_screen") })}</p>
        <div class="preview__turn" role="group" aria-label=${t("screen.held")}>
          ${this.way(false, t("screen.landscape"))} ${this.way(true, t("screen.portrait"))}
        </div>
        <div class="preview__frame ${this.upright ? "upright" : ""}">
          <iframe title=${t("screen.preview_title")} src=${this.address} tabindex="-1" scrolling="no"></iframe>
        </div>
      </div>
    `;
  }

  private way(upright: boolean, words: string): TemplateResult {
    return html`<button class="button" type="button" aria-pressed=${this.upright === upright} @click=${() => this.turn(upright)}>
      ${words}
    </button>`;
  }

  private turn(upright: boolean): void {
    this.upright = upright;
    this.draw();
  }

  private follow(address: string): void {
    if (address === this.next) return;
    this.next = address;
    if (this.address === "") {
      this.address = address;
      return;
    }
    window.clearTimeout(this.resting);
    this.resting = window.setTimeout(() => {
      this.address = this.next;
      this.draw();
    }, REST_MS);
  }
}
