// What was done over days: a question (dates, and by what), a sentence, a plot, the table.
import { html, nothing, type TemplateResult } from "lit-html";
import { api, Problem } from "../shared/api";
import { hourMinute } from "../shared/time";
import { chart } from "./chart";
import { rowsTable, sum } from "./table";
import type { Figures, Row } from "./wire";
import { dayWords, grouped, rowName, t } from "./words";

/** In the order a manager asks; hours and days keep their own order, the rest is sorted by what was served. */
const BY: Readonly<Record<string, { name: () => string; inOrder?: true }>> = {
  procedure: { name: () => t("manager.by.procedure") },
  field: { name: () => t("manager.by.field") },
  agency: { name: () => t("manager.by.agency") },
  counter: { name: () => t("manager.by.counter") },
  clerk: { name: () => t("manager.by.clerk") },
  hour: { name: () => t("manager.by.hour"), inOrder: true },
  day: { name: () => t("manager.by.day"), inOrder: true },
  purpose: { name: () => t("manager.by.purpose") },
  channel: { name: () => t("manager.by.channel") },
  outcome: { name: () => t("manager.by.outcome") },
  route: { name: () => t("manager.by.route") },
  priority: { name: () => t("manager.by.priority") },
};

interface Question {
  from: string;
  to: string;
  by: string;
  and: string; // a second dimension, or ""
}

export class Throughput {
  private asked: Question = { from: "", to: "", by: "procedure", and: "" };
  private answered: { to: Question; rows: Row[] } | null = null;
  private trouble = "";
  private latest = 0;

  constructor(
    private readonly hall: string,
    private readonly draw: () => void,
  ) {}

  /** Starts with the hall's own day, read from an instant of the server. */
  begin(serverTime: string): void {
    const today = serverTime.slice(0, 10);
    this.asked = { ...this.asked, from: today, to: today };
    void this.ask();
  }

  view(figures: Figures | null): TemplateResult {
    return html`
      <section class="throughput">
        <h2>${t("manager.throughput")}</h2>
        ${this.form()} ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        ${this.answered === null ? nothing : answerView(this.answered.to, this.answered.rows)}
        ${figures === null ? nothing : printed(figures.server_time)}
      </section>
    `;
  }

  private form(): TemplateResult {
    const { from, to, by, and } = this.asked;
    return html`
      <form class="question" @submit=${this.submitted} @change=${this.changed}>
        <label class="field"><span>${t("manager.from")}</span><input type="date" name="from" .value=${from} required /></label>
        <label class="field"><span>${t("manager.to")}</span><input type="date" name="to" .value=${to} required /></label>
        <label class="field">
          <span>${t("manager.by")}</span>
          <select name="by">
            ${options(by)}
          </select>
        </label>
        <label class="field">
          <span>${t("manager.and")}</span>
          <select name="and">
            <option value="" ?selected=${and === ""}>–</option>
            ${options(and, by)}
          </select>
        </label>
        <button class="button primary" type="submit">${t("manager.show")}</button>
        <button class="button" type="button" @click=${() => window.print()}>${t("manager.print")}</button>
      </form>
    `;
  }

  private readonly changed = (event: Event): void => {
    const { name, value } = event.target as HTMLInputElement | HTMLSelectElement;
    this.asked = { ...this.asked, [name]: value };
    if (this.asked.and === this.asked.by) this.asked.and = "";
    if (name === "by" || name === "and") void this.ask();
    this.draw();
  };

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.ask();
  };

  /** Only the latest question is answered, however late an earlier answer comes. */
  private async ask(): Promise<void> {
    const question = this.asked;
    const turn = ++this.latest;
    try {
      const rows = await this.rows(question);
      if (turn !== this.latest) return;
      this.answered = { to: question, rows: inOrder(question) ? rows : byServed(rows) };
      this.trouble = "";
    } catch (problem) {
      if (turn !== this.latest) return;
      this.trouble = (problem instanceof Problem && problem.sentence) || t("manager.unreachable");
    }
    this.draw();
  }

  private async rows({ from, to, by, and }: Question): Promise<Row[]> {
    if (from > to) throw new Problem(422, "dates", t("manager.bad_dates"), "");
    const query = new URLSearchParams({ hall: this.hall, from, to, by: and ? `${by},${and}` : by });
    return (await api.get<{ items: Row[] }>(`/figures/throughput?${query}`)).items;
  }
}

function options(chosen: string, except = ""): TemplateResult[] {
  const offered = Object.entries(BY).filter(([id]) => id !== except);
  return offered.map(([id, { name }]) => html`<option value=${id} ?selected=${id === chosen}>${name()}</option>`);
}

function inOrder({ by, and }: Question): boolean {
  return BY[by]?.inOrder === true && and === "";
}

function byServed(rows: Row[]): Row[] {
  return [...rows].sort((a, b) => b.served - a.served || b.issued - a.issued);
}

function answerView(question: Question, rows: Row[]): TemplateResult {
  const by = [question.by, question.and].flatMap((it) => BY[it]?.name() ?? []).join(" · ");
  if (rows.length === 0) return html`<p class="summary">${t("manager.nothing")}</p>`;
  const title = t("manager.chart", { by: by.toLocaleLowerCase() });
  return html`
    <p class="summary" aria-live="polite">${summary(question, rows)}</p>
    ${chart(rows, title, inOrder(question))} ${rowsTable(rows, by)}
    <p class="counted">${t("manager.counted")}</p>
  `;
}

function summary(question: Question, rows: Row[]): string {
  const { from, to } = question;
  const total = sum(rows);
  const counts = { issued: grouped(total.issued), served: grouped(total.served), dossiers: grouped(total.dossiers) };
  const days = { from: dayWords(from), to: dayWords(to) };
  const whole = from === to ? t("manager.summary_day", { ...days, ...counts }) : t("manager.summary_days", { ...days, ...counts });
  const most = byServed(rows)[0];
  if (inOrder(question) || most === undefined || most.served === 0) return whole;
  return `${whole} ${t("manager.most", { name: rowName(most), served: grouped(most.served) })}`;
}

function printed(at: string): TemplateResult {
  return html`<p class="printed">${t("manager.printed", { time: hourMinute(at), day: dayWords(at.slice(0, 10)) })}</p>`;
}
