// Dossiers another agency decides: who is late, first; then what lies in which tray, and one press for a courier's bag.
import { html, nothing, type TemplateResult } from "lit-html";
import "./handovers.css";
import { api, Problem } from "../shared/api";
import { pick, type Both } from "../shared/text";
import type { Instant } from "../shared/wire";
import { bagsOf, bagTable, t, type Bag, type Handover, type Move, type Stage } from "./handover-table";
import type { Context, Section, SectionEntry } from "./sections";
import { dayWords } from "./words";

interface Page {
  items: Handover[];
  next: number | string | null;
  /** Who is late, of what goes out; what comes in is for its senders to chase. */
  sentences?: Both[];
  server_time: Instant;
}

const MOST = 1000;
/** Who keeps the tray; others of this page only look. */
const KEEPERS = ["clerk", "manager"];

/** A tray holds dossiers of one stage, so one press fits all of them. */
interface Tray {
  readonly stage: Stage;
  readonly incoming: boolean;
  readonly words: () => string;
  readonly none: () => string;
}

const nothingComes = (): string => t("handover.none.coming");

const OUTGOING: readonly Tray[] = [
  { stage: "to_send", incoming: false, words: () => t("handover.stage.to_send"), none: () => t("handover.none.to_send") },
  { stage: "sent", incoming: false, words: () => t("handover.stage.sent"), none: () => t("handover.none.sent") },
  { stage: "received", incoming: false, words: () => t("handover.stage.received"), none: () => t("handover.none.received") },
  { stage: "returning", incoming: false, words: () => t("handover.stage.returning"), none: () => t("handover.none.returning") },
  { stage: "returned", incoming: false, words: () => t("handover.stage.returned"), none: () => t("handover.none.returned") },
];
const INCOMING: readonly Tray[] = [
  { stage: "sent", incoming: true, words: () => t("handover.coming.sent"), none: nothingComes },
  { stage: "received", incoming: true, words: () => t("handover.coming.received"), none: nothingComes },
  { stage: "returning", incoming: true, words: () => t("handover.coming.returning"), none: nothingComes },
];
const TRAYS = [...OUTGOING, ...INCOMING];

const PRESSES: Readonly<Record<Move, { words: () => string; path: string }>> = {
  send: { words: () => t("handover.press.send"), path: "sendings" },
  receive: { words: () => t("handover.press.receive"), path: "receipts" },
  return: { words: () => t("handover.press.return"), path: "returns" },
  arrive: { words: () => t("handover.press.arrive"), path: "arrivals" },
};

export const HANDOVERS: SectionEntry = {
  id: "handovers",
  title: () => t("handover.title"),
  begin: (context) => new Handovers(context),
};

class Handovers implements Section {
  private tray = TRAYS[0]!;
  private page: Page | null = null;
  private ticked = new Set<string>();
  private courier = "";
  private said = "";
  private trouble = "";
  private busy = false;
  private latest = 0;
  private readonly path: string;
  private readonly mayMove: boolean;

  constructor(private readonly context: Context) {
    this.path = `/halls/${encodeURIComponent(context.hall)}/handovers`;
    this.mayMove = context.session.grants.some(({ role }) => KEEPERS.includes(role));
  }

  shown(): void {
    void this.ask();
  }

  view(): TemplateResult {
    return html`
      <section class="handovers">
        <h1>${t("handover.title")}</h1>
        ${this.page?.sentences === undefined ? nothing : lateness(this.page.sentences)} ${this.question()}
        <p class="handovers__said" role="status">${this.said}</p>
        ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        ${this.page === null ? nothing : this.trayView(this.page)}
      </section>
    `;
  }

  private question(): TemplateResult {
    return html`
      <form class="question" @submit=${(event: Event) => event.preventDefault()}>
        <label class="field">
          <span>${t("handover.where")}</span>
          <select name="tray" @change=${this.chosen}>
            <optgroup label=${t("handover.outgoing")}>${this.options(OUTGOING)}</optgroup>
            <optgroup label=${t("handover.incoming")}>${this.options(INCOMING)}</optgroup>
          </select>
        </label>
        ${this.tray.incoming
          ? nothing
          : html`<a class="button" href="/api/v1${this.path}.csv?state=${this.tray.stage}" download>${t("handover.csv")}</a>`}
        <button class="button" type="button" @click=${() => window.print()}>${t("handover.print")}</button>
      </form>
    `;
  }

  private options(trays: readonly Tray[]): TemplateResult[] {
    return trays.map(
      (it) => html`<option value=${TRAYS.indexOf(it)} ?selected=${it === this.tray}>${it.words()}</option>`,
    );
  }

  private trayView({ items, next, server_time: at }: Page): TemplateResult {
    if (items.length === 0) return html`<p class="handovers__none">${this.tray.none()}</p>`;
    const ticks = this.mayMove && this.move() !== null ? { ticked: this.ticked, tick: this.tick } : null;
    return html`
      <p class="printed">${t("handover.sheet", { day: dayWords(at.slice(0, 10)) })}</p>
      ${bagsOf(items, this.tray.incoming ? "from" : "to").map((bag: Bag) => bagTable(bag, this.context.hall, ticks))}
      ${next === null ? nothing : html`<p class="note">${t("handover.more", { n: items.length })}</p>`}
      ${ticks === null ? nothing : this.press()}
    `;
  }

  /** What is pressed for everything ticked; there is one for all, for one tray holds one stage. */
  private press(): TemplateResult {
    const move = this.move() ?? "send";
    const none = this.ticked.size === 0;
    return html`
      <form class="press" @submit=${(event: Event) => void this.record(event, move)}>
        <p aria-live="polite">${t("handover.ticked", { n: this.ticked.size })}</p>
        ${move === "send"
          ? html`
              <label class="field">
                <span>${t("handover.courier")}</span>
                <input name="courier" maxlength="80" .value=${this.courier} @input=${this.named} />
              </label>
            `
          : nothing}
        <button class="button primary" type="submit" ?disabled=${none || this.busy}>${PRESSES[move].words()}</button>
      </form>
    `;
  }

  private move(): Move | null {
    return this.page?.items[0]?.actions[0] ?? null;
  }

  private readonly chosen = (event: Event): void => {
    this.tray = TRAYS[Number((event.target as HTMLSelectElement).value)] ?? this.tray;
    this.page = null;
    this.ticked.clear();
    this.said = "";
    void this.ask();
  };

  private readonly named = (event: Event): void => {
    this.courier = (event.target as HTMLInputElement).value;
  };

  private readonly tick = (errands: readonly string[], on: boolean): void => {
    for (const errand of errands) on ? this.ticked.add(errand) : this.ticked.delete(errand);
    this.context.draw();
  };

  private async record(event: Event, move: Move): Promise<void> {
    event.preventDefault();
    const errands = [...this.ticked];
    this.busy = true;
    this.context.draw();
    try {
      await this.tell(move, errands);
      this.said = t("handover.recorded", { n: errands.length });
      this.courier = "";
    } catch (problem) {
      this.said = "";
      this.trouble = words(problem);
      this.busy = false;
      this.context.draw();
      return;
    }
    this.busy = false;
    await this.ask();
  }

  /** A bag leaves as a whole; what comes back comes back one by one. */
  private async tell(move: Move, errands: string[]): Promise<void> {
    if (move === "send") {
      await api.post(`${this.path}/sendings`, { errands, courier: this.courier.trim() || null });
      return;
    }
    for (const errand of errands) await api.post(`/handovers/${encodeURIComponent(errand)}/${PRESSES[move].path}`);
  }

  /** Only the latest question is answered, however late an earlier answer comes. */
  private async ask(): Promise<void> {
    const turn = ++this.latest;
    try {
      const list = this.tray.incoming ? `${this.path}/incoming` : this.path;
      const page = await api.get<Page>(`${list}?state=${this.tray.stage}&limit=${MOST}`);
      if (turn !== this.latest) return;
      this.page = page;
      this.ticked = new Set(page.items.map((it) => it.errand).filter((it) => this.ticked.has(it)));
      this.trouble = "";
    } catch (problem) {
      if (turn !== this.latest) return;
      this.trouble = words(problem);
    }
    this.context.draw();
  }
}

function lateness(sentences: readonly Both[]): TemplateResult {
  if (sentences.length === 0) return html`<p class="handovers__late">${t("handover.nobody_late")}</p>`;
  return html`
    <ul class="handovers__late" aria-live="polite">
      ${sentences.map((it) => html`<li>${pick(it)}</li>`)}
    </ul>
  `;
}

function words(problem: unknown): string {
  return (problem instanceof Problem && problem.sentence) || t("handover.unreachable");
}
