// The rules at the door: what the kiosk shows first, how many numbers a day, how many to one person, the way back in,
// and letting the next go first.
import { html, nothing, type TemplateResult } from "lit-html";
import { api } from "../shared/api";
import { pick, type Both } from "../shared/text";
import type { Context, Section, SectionEntry } from "./sections";
import { choice, counted, numberField, readSettings, sentenceOf, SettingForm, t, tick, type Form } from "./setting";

interface Named {
  id: string;
  name: Both;
}

interface Procedure {
  code: string;
  short_name: Both;
}

/** What the kiosk's first screen has room for. */
const PLACES = [0, 1, 2, 3, 4, 5, 6, 7];

export const DOOR: SectionEntry = {
  id: "door",
  title: () => t("setting.door.title"),
  begin: (context) => new DoorSection(context),
};

class DoorSection implements Section {
  private forms: { view(): TemplateResult }[] = [];
  private trouble = "";

  constructor(private readonly context: Context) {}

  shown(): void {
    if (this.forms.length === 0) void this.ask();
  }

  view(): TemplateResult {
    return html`
      <section class="settings">
        <h1>${t("setting.door.title")}</h1>
        ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        ${this.forms.map((it) => it.view())}
      </section>
    `;
  }

  private async ask(): Promise<void> {
    const hall = `/halls/${encodeURIComponent(this.context.hall)}`;
    try {
      const [settings, { fields }, { items: procedures }] = await Promise.all([
        readSettings(this.context.hall),
        api.get<{ fields: Named[] }>(`${hall}/menu`),
        api.get<{ items: Procedure[] }>(`${hall}/procedures?limit=200`),
      ]);
      const begin = <D>(form: Form<D>): SettingForm<D> => new SettingForm(this.context, form, settings.get(form.name)!);
      this.forms = [begin(first(procedures)), begin(quotas(fields)), begin(CAPACITY), begin(VISITS), begin(REJOINS), begin(DELAYS)];
      this.trouble = "";
    } catch (problem) {
      this.trouble = sentenceOf(problem);
    }
    this.context.draw();
  }
}

// ── one form a rule ──────────────────────────────────────────────────────────────────────────────

function first(procedures: readonly Procedure[]): Form<{ fixed: boolean; codes: string[] }> {
  return {
    name: "first",
    title: () => t("setting.first.title"),
    why: () => t("setting.first.why"),
    read: (value) => ({ fixed: (value as string[]).length > 0, codes: [...(value as string[])] }),
    write: ({ fixed, codes }) => (fixed ? codes.filter((it) => it !== "") : []),
    fields: (form) => html`
      <fieldset class="setting__group">
        <legend>${t("setting.first.how")}</legend>
        ${choice("learned", "learned", t("setting.first.learned"), !form.draft.fixed, () => form.write({ fixed: false }))}
        ${choice("learned", "fixed", t("setting.first.fixed"), form.draft.fixed, () => form.write({ fixed: true }))}
      </fieldset>
      ${form.draft.fixed
        ? html`<div class="setting__grid">${PLACES.map((at) => html`<div>${place(form, procedures, at)}</div>`)}</div>`
        : nothing}
    `,
  };
}

function place(form: SettingForm<{ fixed: boolean; codes: string[] }>, procedures: readonly Procedure[], at: number): TemplateResult {
  const chosen = form.draft.codes[at] ?? "";
  const path = String(at);
  const write = (event: Event): void => {
    const codes = PLACES.map((it) => form.draft.codes[it] ?? "");
    codes[at] = (event.target as HTMLSelectElement).value;
    form.write({ codes });
  };
  const unlisted = chosen !== "" && !procedures.some((it) => it.code === chosen);
  return html`
    <label class="field">
      <span>${t("setting.first.place", { n: at + 1 })}</span>
      <select name=${`first-${at}`} aria-describedby=${form.idOf(path)} @change=${write}>
        <option value="" ?selected=${chosen === ""}>${t("setting.first.none")}</option>
        ${unlisted ? html`<option value=${chosen} selected>${chosen}</option>` : nothing}
        ${procedures.map(
          (it) => html`<option value=${it.code} ?selected=${it.code === chosen}>${pick(it.short_name)}</option>`,
        )}
      </select>
    </label>
    ${form.complaint(path)}
  `;
}

function quotas(fields: readonly Named[]): Form<Record<string, string>> {
  return {
    name: "quotas",
    title: () => t("setting.quotas.title"),
    why: () => t("setting.quotas.why"),
    read: (value) =>
      Object.fromEntries(Object.entries(value as Record<string, number>).map(([field, n]) => [field, String(n)])),
    write: (draft) =>
      Object.fromEntries(Object.entries(draft).flatMap(([field, n]) => (n.trim() === "" ? [] : [[field, counted(n)]]))),
    fields: (form) => html`
      <div class="setting__grid">
        ${fields.map((it) => {
          const name = t("setting.quotas.field", { field: it.name });
          return html`<div>${numberField(form, it.id, name, form.draft[it.id] ?? "", (to) => form.write({ [it.id]: to }))}</div>`;
        })}
      </div>
    `,
  };
}

const CAPACITY: Form<{ on: boolean; tickets: string; warn_at: string }> = {
  name: "capacity",
  title: () => t("setting.capacity.title"),
  why: () => t("setting.capacity.why"),
  read(value) {
    const set = value as { tickets: number; warn_at?: number | null } | null;
    return { on: set !== null, tickets: words(set?.tickets), warn_at: words(set?.warn_at) };
  },
  write: ({ on, tickets, warn_at: warnAt }) => (on ? { tickets: counted(tickets), warn_at: counted(warnAt) } : null),
  fields: (form) => html`
    ${tick("capacity", t("setting.capacity.on"), form.draft.on, (on) => form.write({ on }))}
    ${form.draft.on
      ? html`
          ${numberField(form, "tickets", t("setting.capacity.tickets"), form.draft.tickets, (tickets) => form.write({ tickets }))}
          ${numberField(form, "warn_at", t("setting.capacity.warn_at"), form.draft.warn_at, (to) => form.write({ warn_at: to }))}
        `
      : nothing}
  `,
};

const VISITS: Form<{ on: boolean; max: string; without: string }> = {
  name: "visits",
  title: () => t("setting.visits.title"),
  why: () => t("setting.visits.why"),
  read(value) {
    const set = value as { max: number; without_card?: string } | null;
    return { on: set !== null, max: words(set?.max) || "1", without: set?.without_card ?? "allow" };
  },
  write: ({ on, max, without }) => (on ? { max: counted(max), without_card: without } : null),
  fields: (form) => html`
    ${tick("visits", t("setting.visits.on"), form.draft.on, (on) => form.write({ on }))}
    ${form.draft.on
      ? html`
          ${numberField(form, "max", t("setting.visits.max"), form.draft.max, (max) => form.write({ max }))}
          <fieldset class="setting__group">
            <legend>${t("setting.visits.without")}</legend>
            ${choice("without_card", "allow", t("setting.visits.allow"), form.draft.without === "allow", () => form.write({ without: "allow" }))}
            ${choice("without_card", "guide", t("setting.visits.guide"), form.draft.without === "guide", () => form.write({ without: "guide" }))}
          </fieldset>
        `
      : nothing}
  `,
};

const REJOINS: Form<{ times: string; minutes: string }> = {
  name: "rejoins",
  title: () => t("setting.rejoins.title"),
  why: () => t("setting.rejoins.why"),
  read(value) {
    const { times, minutes } = value as { times: number; minutes: number };
    return { times: words(times), minutes: words(minutes) };
  },
  write: ({ times, minutes }) => ({ times: counted(times), minutes: counted(minutes) }),
  fields: (form) => html`
    ${numberField(form, "times", t("setting.rejoins.times"), form.draft.times, (times) => form.write({ times }))}
    ${numberField(form, "minutes", t("setting.rejoins.minutes"), form.draft.minutes, (minutes) => form.write({ minutes }))}
  `,
};

const DELAYS: Form<{ times: string }> = {
  name: "delays",
  title: () => t("setting.delays.title"),
  why: () => t("setting.delays.why"),
  read: (value) => ({ times: words((value as { times: number }).times) }),
  write: ({ times }) => ({ times: counted(times) }),
  fields: (form) => numberField(form, "times", t("setting.delays.times"), form.draft.times, (times) => form.write({ times })),
};

function words(count: number | null | undefined): string {
  return count === null || count === undefined ? "" : String(count);
}
