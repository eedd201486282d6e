// Where the first screen misleads, and where the rule may be wrong: what the desk had to correct, or to overrule.
import { html, nothing, type TemplateResult } from "lit-html";
import en from "../../luot_server/messages/en/correction.json";
import vi from "../../luot_server/messages/vi/correction.json";
import { api, Problem } from "../shared/api";
import { cells } from "../shared/cells";
import { language, pick, texts, type Both } from "../shared/text";
import type { Decision, Instant, ProcedureRef, Result, TicketState } from "../shared/wire";
import type { Context, Section, SectionEntry } from "./sections";
import { dayWords, grouped } from "./words";

const { t } = texts(vi, en);

interface Counts {
  issued: number;
  corrected: number;
  share: number;
}

interface Row extends Counts {
  key: string;
  name: Both;
  to: { key: string; name: Both; count: number }[];
}

interface Corrections {
  from: string;
  to: string;
  items: Row[];
  totals: Counts;
}

interface Suspected {
  ticket: string;
  label: string;
  business_day: string;
  issued_at: Instant;
  by: { id: string; name: string };
  reason: string;
  state: TicketState;
  errands: { id: string; procedure: ProcedureRef | null; area_name: Both | null; decision: Decision; outcome: Result | null }[];
}

/** Days looked back at first: presses a day are few, and a screen is not mended weekly. */
const LOOK_BACK = 30;
/** The hints told as sentences; the table tells them all. */
const HINTS = 5;

export const CORRECTIONS: SectionEntry = {
  id: "corrections",
  title: () => t("correction.title"),
  begin: (context) => new Wrong(context),
};

class Wrong implements Section {
  private from = "";
  private to = "";
  private answer: { corrections: Corrections; suspected: Suspected[] } | null = null;
  private trouble = "";
  private latest = 0;

  constructor(private readonly context: Context) {}

  shown(): void {
    void this.ask();
  }

  view(): TemplateResult {
    return html`
      <section class="throughput">
        <h2>${t("correction.title")}</h2>
        ${this.form()} ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        ${this.answer === null ? nothing : pressed(this.answer.corrections)}
      </section>
      <section class="throughput">
        <h2>${t("correction.suspected")}</h2>
        ${this.answer === null ? nothing : overruled(this.answer.suspected)}
      </section>
    `;
  }

  private form(): TemplateResult {
    return html`
      <form class="question" @submit=${this.submitted} @change=${this.changed}>
        <label class="field"><span>${t("correction.from")}</span><input type="date" name="from" .value=${this.from} required /></label>
        <label class="field"><span>${t("correction.to")}</span><input type="date" name="to" .value=${this.to} required /></label>
        <button class="button primary" type="submit">${t("correction.show")}</button>
      </form>
    `;
  }

  private readonly changed = (event: Event): void => {
    const { name, value } = event.target as HTMLInputElement;
    if (name === "from") this.from = value;
    else this.to = value;
  };

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.ask();
  };

  /** Only the latest question is answered, however late an earlier answer comes. */
  private async ask(): Promise<void> {
    const turn = ++this.latest;
    try {
      if (this.to === "") await this.beginWithAMonth();
      const days = new URLSearchParams({ from: this.from, to: this.to });
      const hall = encodeURIComponent(this.context.hall);
      const [corrections, suspected] = await Promise.all([
        api.get<Corrections>(`/figures/corrections?hall=${hall}&${days}`),
        api.get<{ items: Suspected[] }>(`/halls/${hall}/suspected?${days}`),
      ]);
      if (turn !== this.latest) return;
      this.answer = { corrections, suspected: suspected.items };
      this.trouble = "";
    } catch (problem) {
      if (turn !== this.latest) return;
      this.trouble = (problem instanceof Problem && problem.sentence) || t("correction.unreachable");
    }
    this.context.draw();
  }

  /** The hall's own today, which this computer may not know. */
  private async beginWithAMonth(): Promise<void> {
    const { to } = await api.get<Corrections>(`/figures/corrections?hall=${encodeURIComponent(this.context.hall)}`);
    const first = new Date(`${to}T00:00:00Z`);
    first.setUTCDate(first.getUTCDate() - LOOK_BACK);
    this.to = to;
    this.from = first.toISOString().slice(0, 10);
  }
}

function pressed({ items, totals }: Corrections): TemplateResult {
  if (items.length === 0) return html`<p class="summary">${t("correction.nothing")}</p>`;
  const wrong = items.filter((row) => row.corrected > 0);
  return html`
    <p class="summary" aria-live="polite">
      ${t("correction.summary", { issued: grouped(totals.issued), corrected: grouped(totals.corrected), share: percent(totals.share) })}
    </p>
    <ul class="sentences">
      ${wrong.slice(0, HINTS).map((row) => html`<li>${hint(row)}</li>`)}
    </ul>
    ${wrong.length === 0 ? nothing : table(wrong)}
  `;
}

/** "12 of 40 presses of Births were another errand, mostly Civil-status extracts (9)". */
function hint(row: Row): string {
  const most = row.to[0]!;
  const counts = { corrected: grouped(row.corrected), issued: grouped(row.issued), name: pick(row.name), other: pick(most.name) };
  if (row.to.length === 1) return t("correction.hint", counts);
  return t("correction.hint_most", { ...counts, most: grouped(most.count) });
}

function table(rows: readonly Row[]): TemplateResult {
  return html`
    <div class="sideways" tabindex="0" role="region" aria-label=${t("correction.title")}>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">${t("correction.chosen")}</th>
            <th scope="col" class="count">${t("correction.issued")}</th>
            <th scope="col" class="count">${t("correction.corrected")}</th>
            <th scope="col" class="count">${t("correction.share")}</th>
            <th scope="col">${t("correction.became")}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>
              <th scope="row">${pick(row.name)} <span class="code">${row.key.split("|")[0]}</span></th>
              <td class="count">${cells(grouped(row.issued))}</td>
              <td class="count">${cells(grouped(row.corrected))}</td>
              <td class="count">${percent(row.share)}</td>
              <td>${row.to.map((one) => `${pick(one.name)} (${grouped(one.count)})`).join(", ")}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}

function overruled(tickets: readonly Suspected[]): TemplateResult {
  if (tickets.length === 0) return html`<p class="summary">${t("correction.none_suspected")}</p>`;
  return html`
    <p class="summary">${t("correction.suspected_hint")}</p>
    <div class="sideways" tabindex="0" role="region" aria-label=${t("correction.suspected")}>
      <table class="rows suspected">
        <thead>
          <tr>
            <th scope="col">${t("correction.number")}</th>
            <th scope="col">${t("correction.errand")}</th>
            <th scope="col">${t("correction.decided")}</th>
            <th scope="col">${t("correction.reason")}</th>
            <th scope="col">${t("correction.ended")}</th>
          </tr>
        </thead>
        <tbody>
          ${tickets.flatMap((it) => it.errands.map((errand) => overruledRow(it, errand)))}
        </tbody>
      </table>
    </div>
  `;
}

function overruledRow(it: Suspected, errand: Suspected["errands"][number]): TemplateResult {
  const { procedure, area_name, decision } = errand;
  const what = [procedure && pick(procedure.name), area_name && pick(area_name)].filter(Boolean).join(" · ");
  return html`<tr>
    <th scope="row">${it.label}<br /><span class="code">${dayWords(it.business_day)}</span></th>
    <td>${what} <span class="code">${procedure?.code ?? ""}</span></td>
    <td>${pick(decision.reason)} <span class="code">${decision.article ?? ""}</span></td>
    <td>“${it.reason}” <span class="code">${it.by.name}</span></td>
    <td>${errand.outcome ? OUTCOME[errand.outcome]() : (ENDED[it.state] ?? (() => t("correction.open")))()}</td>
  </tr>`;
}

const OUTCOME: Record<Result, () => string> = {
  accepted: () => t("correction.outcome.accepted"),
  supplement: () => t("correction.outcome.supplement"),
  refused: () => t("correction.outcome.refused"),
  result_returned: () => t("correction.outcome.result_returned"),
  advised: () => t("correction.outcome.advised"),
  referred: () => t("correction.outcome.referred"),
};

const ENDED: Partial<Record<TicketState, () => string>> = {
  no_show: () => t("correction.state.no_show"),
  cancelled: () => t("correction.state.cancelled"),
  voided: () => t("correction.state.voided"),
  expired: () => t("correction.state.expired"),
};

function percent(share: number): string {
  return new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: 0 }).format(share);
}
