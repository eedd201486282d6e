// What is being corrected on one ticket: the draft, what of it is new, and the panel.
import { html, nothing, type TemplateResult } from "lit-html";
import { live as asShown } from "lit-html/directives/live.js";
import { pick, type Both } from "../../server/web/shared/text";
import type { Decision, Errand, Named, Purpose, Ticket } from "../../server/web/shared/wire";
import { decisionView } from "./decision";
import { finder, type Found } from "./finder";
import type { Doing, Model } from "./model";
import { priority, PURPOSE, t } from "./words";

export interface Correcting {
  ticket: Ticket;
  errand: string;
  procedure: { code: string; name: Both } | null;
  purpose: Purpose;
  area: { area: string; name: Both | null } | null;
  priority: string | null;
  language: string;
  /** What the rule would say; null while it is asked. */
  decision: Decision | null;
}

const PURPOSES: readonly Purpose[] = ["submit", "supplement", "collect_result", "advice"];

/** The draft begins as the ticket is; of several errands, with the one named, else the first that is open. */
export function begun(ticket: Ticket, errand?: string): Correcting {
  const open = ticket.errands.filter((it) => it.state === "open");
  const its = open.find((it) => it.id === errand) ?? open[0] ?? ticket.errands[0]!;
  return {
    ticket,
    errand: its.id,
    procedure: its.procedure,
    purpose: its.purpose,
    area: its.area ? { area: its.area, name: its.area_name ?? null } : null,
    priority: ticket.priority,
    language: ticket.language,
    decision: its.decision,
  };
}

/** What a PATCH has to say: the members that differ. */
export function changes(it: Correcting): Record<string, string | null> {
  const errand = errandOf(it);
  const now: Record<string, string | null> = {
    procedure: it.procedure?.code ?? null,
    purpose: it.purpose,
    area: it.area?.area ?? null,
    priority: it.priority,
    language: it.language,
  };
  const before: Record<string, string | null> = {
    procedure: errand.procedure?.code ?? null,
    purpose: errand.purpose,
    area: errand.area,
    priority: it.ticket.priority,
    language: it.ticket.language,
  };
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== before[name]));
}

export function errandOf({ ticket, errand }: Correcting): Errand {
  return ticket.errands.find((it) => it.id === errand)!;
}

export function correction(model: Model, it: Correcting, doing: Doing): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    void doing.saveCorrection();
  };
  return html`<form class="correction" novalidate @submit=${submit}>
    <h2>${t("desk.correct_title", { label: it.ticket.label })}</h2>
    ${errands(it, doing)} ${procedure(model, it, doing)}
    <fieldset class="purposes">
      <legend>${t("desk.purpose")}</legend>
      ${PURPOSES.map(
        (one) => html`<label class="choice ${it.purpose === one ? "chosen" : ""}">
          <input
            type="radio"
            name="purpose"
            value=${one}
            .checked=${asShown(it.purpose === one)}
            @change=${() => doing.correcting({ purpose: one })}
          />
          <span>${PURPOSE[one]()}</span>
        </label>`,
      )}
    </fieldset>
    ${area(model, it, doing)} ${aboutTheTicket(model, it, doing)} ${outlook(model, it, doing)}
    <div class="others">
      <button class="button primary" ?disabled=${model.busy}>${t("desk.save")} <kbd>Enter</kbd></button>
      <button type="button" class="button" @click=${() => doing.change({ correcting: null, finding: null })}>
        ${t("desk.cancel")} <kbd>Esc</kbd>
      </button>
    </div>
  </form>`;
}

/** Which of several errands; those with an outcome are history. */
function errands({ ticket, errand }: Correcting, doing: Doing): TemplateResult | typeof nothing {
  if (ticket.errands.length === 1) return nothing;
  return html`<p class="which-errand">
    ${ticket.errands.map((it, index) => {
      const words = t("desk.errand", { n: index + 1, all: ticket.errands.length });
      if (it.state === "done") return html`<span class="chip">${words}</span>`;
      return html`<button
        type="button"
        class="button small ${it.id === errand ? "chosen" : ""}"
        aria-pressed=${it.id === errand}
        @click=${() => doing.change({ correcting: begun(ticket, it.id), finding: null })}
      >
        ${words}
      </button>`;
    })}
  </p>`;
}

function procedure(model: Model, it: Correcting, doing: Doing): TemplateResult {
  const chosen = it.procedure ? `${it.procedure.code} · ${pick(it.procedure.name)}` : "";
  return finder({
    ...doing.finder("procedure", model.finding),
    label: t("desk.procedure"),
    chosen,
    choose: (found: Found) => doing.correcting({ procedure: { code: found.key, name: same(found.title) } }),
  });
}

function area(model: Model, it: Correcting, doing: Doing): TemplateResult {
  return finder({
    ...doing.finder("area", model.finding),
    label: t("desk.area"),
    chosen: it.area ? areaWords(it.area.area, it.area.name) : "",
    choose: (found: Found) => doing.correcting({ area: { area: found.key, name: same(found.title) } }),
  });
}

/** An area by its name where the server knows it, else as it was given. */
export function areaWords(area: string, name: Both | null | undefined): string {
  if (area === "later") return t("desk.area_later");
  return name ? pick(name) : area;
}

function aboutTheTicket({ classes }: Model, it: Correcting, doing: Doing): TemplateResult {
  const value = (event: Event) => (event.target as HTMLSelectElement).value;
  return html`<div class="pair">
    <label class="field">
      <span>${t("desk.priority")}</span>
      <select name="priority" @change=${(event: Event) => doing.correcting({ priority: value(event) || null })}>
        <option value="" ?selected=${it.priority === null}>${t("desk.no_priority")}</option>
        ${offered(classes, it.priority).map((one) => html`<option value=${one.id} ?selected=${one.id === it.priority}>${pick(one.name)}</option>`)}
      </select>
    </label>
    <label class="field">
      <span>${t("desk.language")}</span>
      <select name="language" @change=${(event: Event) => doing.correcting({ language: value(event) })}>
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
function outlook(model: Model, it: Correcting, doing: Doing): TemplateResult {
  if (it.decision === null) return html`<p class="decision" role="status">${t("desk.deciding")}</p>`;
  const question = (it.procedure && model.procedures.get(it.procedure.code)?.area_question) ?? null;
  const { ask } = it.decision;
  return html`<div aria-live="polite">
    ${decisionView(it.decision, question ? pick(question) : t("desk.area_ask"), (chosen) => {
      const name = ask.find((one) => one.area === chosen)?.name ?? null;
      doing.correcting({ area: { area: chosen, name } });
    })}
  </div>`;
}

function same(text: string): Both {
  return { vi: text, en: text };
}
