// The manager's bell: a call for help that no guide has answered within a minute stands above every section.
import { html, type TemplateResult } from "lit-html";
import { api } from "../shared/api";
import { watch, type Live } from "../shared/live";
import { hourMinute, HallClock } from "../shared/time";
import type { Guide } from "../shared/wire";
import { t } from "./words";

/** The guide has this long; then somebody else is told. */
const GUIDE_HAS_MS = 60_000;

export class Bell {
  private readonly clock = new HallClock();
  private calls: Guide["help"] = [];
  private live: Live | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly hall: string,
    private readonly draw: () => void,
  ) {}

  /** Listens from now on; whoever may not (a supervisor of the province) hears nothing. */
  begin(): void {
    this.end();
    this.live = watch<Guide>({ board: "guide", hall: this.hall }, { onState: (board) => this.hear(board) });
  }

  end(): void {
    clearTimeout(this.timer);
    this.live?.close();
    this.live = null;
    this.calls = [];
  }

  view(): TemplateResult {
    const ringing = this.calls.filter((it) => this.leftMs(it) <= 0);
    return html`<div role="alert">
      ${ringing.map(
        (it) => html`<p class="note danger bell">
          <span>${t("manager.bell", { kiosk: it.name, time: hourMinute(it.called_at) })}</span>
          <button class="button" type="button" @click=${() => this.go(it.id)}>${t("manager.bell_go")}</button>
        </p>`,
      )}
    </div>`;
  }

  private hear({ help, server_time }: Guide): void {
    this.clock.hear(server_time);
    this.calls = help;
    clearTimeout(this.timer);
    const next = Math.min(...help.map((it) => this.leftMs(it)).filter((it) => it > 0));
    if (Number.isFinite(next)) this.timer = setTimeout(this.draw, next + 50);
    this.draw();
  }

  private leftMs({ called_at }: Guide["help"][number]): number {
    return Date.parse(called_at) + GUIDE_HAS_MS - Date.parse(this.clock.instant());
  }

  /** Should it fail, the notice stays, and can be pressed again. */
  private async go(call: string): Promise<void> {
    await api.post(`/help-calls/${encodeURIComponent(call)}/answers`).catch(() => undefined);
  }
}
