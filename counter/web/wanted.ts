// What somebody comes for, as a desk writes it down, and the parts of a panel in which that is done: to correct a
// number, and to give one. A choice is told to `write`; the rule's answer is shown before anything is saved.
import { html, type TemplateResult } from "lit-html";
import { live as asShown } from "lit-html/directives/live.js";
import { pick, type Both } from "../../server/web/shared/text";
import type { Decision, Named, Purpose } from "../../server/web/shared/wire";
import { decisionView } from "./decision";
import { finder, type Found } from "./finder";
import type { Doing, Giving } from "./model";
import { priority, PURPOSE, t } from "./words";

export interface Wanted {
  procedure: { code: string; name: Both } | null;
  purpose: Purpose;
  area: { area: string; name: Both | null } | null;
  priority: string | null;
  language: string;
  /** What the rule would say; null while it is asked, or has nothing to be asked about. */
  decision: Decision | null;
}

export type Finds = Pick<Doing, "finder">;
export type Write = (some: Partial<Wanted>) => void;

const PURPOSES: readonly Purpose[] = ["submit", "supplement", "collect_result", "advice"];

/** Whether the rule has something new to say to it. */
export function decides(some: Partial<Wanted>): boolean {
  return "procedure" in some || "purpose" in some || "area" in some;
}

export function procedure(model: Giving, it: Wanted, write: Write, doing: Finds): TemplateResult {
  return finder({
    ...doing.finder("procedure", model.finding),
    label: t("desk.procedure"),
    chosen: it.procedure ? `${it.procedure.code} · ${pick(it.procedure.name)}` : "",
    choose: (found: Found) => write({ procedure: { code: found.key, name: same(found.title) } }),
  });
}

export function purposes(it: Wanted, write: Write): TemplateResult {
  return html`<fieldset class="purposes">
    <legend>${t("desk.purpose")}</legend>
    ${PURPOSES.map(
      (one) => html`<label class="choice ${it.purpose === one ? "chosen" : ""}">
        <input type="radio" name="purpose" value=${one} .checked=${asShown(it.purpose === one)} @change=${() => write({ purpose: one })} />
        <span>${PURPOSE[one]()}</span>
      </label>`,
    )}
  </fieldset>`;
}

export function area(model: Giving, it: Wanted, write: Write, doing: Finds): TemplateResult {
  return finder({
    ...doing.finder("area", model.finding),
    label: t("desk.area"),
    chosen: it.area ? areaWords(it.area.area, it.area.name) : "",
    choose: (found: Found) => write({ area: { area: found.key, name: same(found.title) } }),
  });
}

/** An area by its name where the server knows it, else as it was given. */
export function areaWords(area: string, name: Both | null | undefined): string {
  if (area === "later") return t("desk.area_later");
  return name ? pick(name) : area;
}

/** What is said of the visit as a whole: its class of priority, its language. */
export function visit({ classes }: Giving, it: Wanted, write: Write): TemplateResult {
  const value = (event: Event) => (event.target as HTMLSelectElement).value;
  return html`<div class="pair">
    <label class="field">
      <span>${t("desk.priority")}</span>
      <select name="priority" @change=${(event: Event) => write({ priority: value(event) || null })}>
        <option value="" ?selected=${it.priority === null}>${t("desk.no_priority")}</option>
        ${offered(classes, it.priority).map((one) => html`<option value=${one.id} ?selected=${one.id === it.priority}>${pick(one.name)}</option>`)}
      </select>
    </label>
    <label class="field">
      <span>${t("desk.language")}</span>
      <select name="language" @change=${(event: Event) => write({ language: value(event) })}>
        <option value="vi" ?selected=${it.language === "vi"}>${t("desk.vietnamese")}</option>
        <option value="en" ?selected=${it.language === "en"}>${t("desk.english")}</option>
      </select>
    </label>
  </div>`;
}

/** The hall's classes; one that it has given up since stays choosable where it was granted. */
function offered(classes: readonly Named[], granted: string | null): readonly Named[] {
  if (granted === null || classes.some((one) => one.id === granted)) return classes;
  return [...classes, { id: granted, name: same(priority(granted)) }];
}

/** What the rule would say to it, before anything is saved. */
export function outlook(model: Giving, it: Wanted, write: Write): TemplateResult {
  if (it.decision === null) return html`<p class="decision" role="status">${t("desk.deciding")}</p>`;
  const question = (it.procedure && model.procedures.get(it.procedure.code)?.area_question) ?? null;
  const { ask } = it.decision;
  return html`<div aria-live="polite">
    ${decisionView(it.decision, question ? pick(question) : t("desk.area_ask"), (chosen) => {
      const name = ask.find((one) => one.area === chosen)?.name ?? null;
      write({ area: { area: chosen, name } });
    })}
  </div>`;
}

function same(text: string): Both {
  return { vi: text, en: text };
}
