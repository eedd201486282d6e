// The hall's screens and zones: what hangs where, each with its address; beside the form the screen itself, before it is saved.
import { html, nothing, type TemplateResult } from "lit-html";
import "./displays.css";
import { api } from "../shared/api";
import { address, EMPTY_SCREEN, read, replaced, write, type Arrangement, type Screen } from "./display-draft";
import { Images } from "./display-images";
import { Preview } from "./display-preview";
import { addressView, layoutName, screenView, type Known } from "./display-screen";
import { zonesView, type CounterName } from "./display-zones";
import { t } from "./screen-words";
import type { Context, Section, SectionEntry } from "./sections";
import { readSettings, sentenceOf, SettingForm, type Form } from "./setting";

interface Device {
  id: string;
  kind: string;
  name: string;
}

export const DISPLAYS: SectionEntry = {
  id: "displays",
  title: () => t("screen.title"),
  begin: (context) => new Displays(context),
};

class Displays implements Section {
  private form: SettingForm<Arrangement> | null = null;
  private known: Known | null = null;
  private open: number | null = null;
  private trouble = "";
  private readonly preview: Preview;

  constructor(private readonly context: Context) {
    this.preview = new Preview(context.hall, context.draw);
  }

  shown(): void {
    void this.ask();
  }

  view(): TemplateResult {
    const { form } = this;
    return html`
      <section class="settings">
        <h1>${t("screen.title")}</h1>
        ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        ${form === null
          ? nothing
          : html`<div class="settings__screens">
              ${form.view()} ${this.preview.view(this.looked(form), form.draft.zones)}
            </div>`}
      </section>
    `;
  }

  private async ask(): Promise<void> {
    const { hall } = this.context;
    const of = `/halls/${encodeURIComponent(hall)}`;
    const images = this.known?.images ?? new Images(hall, this.context.draw);
    try {
      const [settings, board, devices] = await Promise.all([
        readSettings(hall),
        api.get<{ counters: CounterName[] }>(`${of}/board`),
        api.get<{ items: Device[] }>(`${of}/devices`),
        images.ask(),
      ]);
      this.known = { hall, images, counters: board.counters, devices: devices.items.filter((it) => it.kind === "display") };
      this.form ??= new SettingForm(this.context, this.arrangement, settings.get("displays")!);
      this.trouble = "";
    } catch (problem) {
      this.trouble = sentenceOf(problem);
    }
    this.context.draw();
  }

  private readonly arrangement: Form<Arrangement> = {
    name: "displays",
    title: () => t("screen.screens"),
    why: () => t("screen.why"),
    read,
    write,
    fields: (form) => html`
      <ul class="screens">
        <li>
          <p class="screens__name">${t("screen.whole_hall_screen")}</p>
          <p class="screens__what">${t("screen.always")}</p>
          ${addressView(address(this.context.hall, ""))}
        </li>
        ${form.draft.screens.map((it, at) => this.line(form, it, at))}
      </ul>
      <button class="button" type="button" data-do="add-screen" @click=${() => this.add(form)}>${t("screen.add")}</button>
      ${form.complaint("screens")} ${zonesView(form, this.known!.counters)}
    `,
  };

  private line(form: SettingForm<Arrangement>, it: Screen, at: number): TemplateResult {
    const open = this.open === at;
    const wrong = Object.keys(form.errors).some((path) => path.startsWith(`screens.${at}.`));
    return html`
      <li class=${wrong ? "wrong" : nothing}>
        <button class="screens__head" type="button" aria-expanded=${open} @click=${() => this.turn(open ? null : at)}>
          <span class="screens__name">${it.name || t("screen.new")}</span>
          <span class="screens__what">${this.what(form, it)}</span>
          ${wrong ? html`<span class="error">${t("screen.wrong")}</span>` : nothing}
        </button>
        ${open ? screenView(form, at, this.known!, () => this.remove(form, at)) : nothing}
      </li>
    `;
  }

  /** A screen in one line: its layout, whom it is for, and the device it hangs on. */
  private what({ draft }: SettingForm<Arrangement>, it: Screen): string {
    const counter = this.known!.counters.find(({ id }) => id === it.counter);
    const zone = draft.zones.find(({ id }) => id === it.zone);
    const device = this.known!.devices.find(({ id }) => id === it.device);
    const where =
      it.layout === "counter"
        ? counter && t("screen.counter_number", { n: counter.number })
        : zone === undefined
          ? t("screen.whole_hall")
          : zone.name.vi;
    return [layoutName(it.layout), where, it.speaks ? "" : t("screen.silent"), device?.name].filter(Boolean).join(" · ");
  }

  private looked({ draft }: SettingForm<Arrangement>): Screen {
    return (this.open === null ? undefined : draft.screens[this.open]) ?? EMPTY_SCREEN;
  }

  private turn(to: number | null): void {
    this.open = to;
    this.context.draw();
  }

  private add(form: SettingForm<Arrangement>): void {
    this.open = form.draft.screens.length;
    form.write({ screens: [...form.draft.screens, EMPTY_SCREEN] });
    document.querySelector<HTMLInputElement>(`[name="screens.${this.open}.name"]`)?.focus();
  }

  private remove(form: SettingForm<Arrangement>, at: number): void {
    this.open = null;
    form.write({ screens: replaced(form.draft.screens, at) });
    document.querySelector<HTMLElement>('[data-do="add-screen"]')?.focus();
  }
}
