// What is being corrected on one ticket: the draft, what of it is new, and the panel.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Errand, Ticket } from "../../server/web/shared/wire";
import type { Doing, Model } from "./model";
import { area, outlook, procedure, purposes, visit, type Wanted } from "./wanted";
import { t } from "./words";

export interface Correcting extends Wanted {
  ticket: Ticket;
  errand: string;
}

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
    ${errands(it, doing)} ${procedure(model, it, doing.correcting, doing)} ${purposes(it, doing.correcting)}
    ${area(model, it, doing.correcting, doing)} ${visit(model, it, doing.correcting)} ${outlook(model, it, doing.correcting)}
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
