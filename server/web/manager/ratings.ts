// How visits were marked: a sentence with its n, five bars, the reasons, and the table. Never by person: the server has no
// such figure. Where marks are few only their number is told.
import { html, nothing, svg, type TemplateResult } from "lit-html";
import { api, Problem } from "../shared/api";
import { cells } from "../shared/cells";
import { pick, type Both } from "../shared/text";
import { meanWords, percent, t } from "./feedback-words";
import type { Context } from "./sections";
import { dayWords, grouped, rowName } from "./words";

interface Marks {
  n: number;
  served: number;
  mean: number | null;
  shares: number[] | null;
  reasons: { key: string; name: Both; count: number }[];
}

interface Row extends Marks {
  key: string;
  name: Both;
}

interface Answer {
  from: string;
  to: string;
  few: number;
  items: Row[];
  totals: Marks;
}

const BY: Readonly<Record<string, () => string>> = {
  field: () => t("feedback.by.field"),
  procedure: () => t("feedback.by.procedure"),
  counter: () => t("feedback.by.counter"),
  day: () => t("feedback.by.day"),
  hour: () => t("feedback.by.hour"),
  channel: () => t("feedback.by.channel"),
};
const IN_ORDER = ["day", "hour"];

/** Days looked back at first: marks are few, and a day of them says little. */
const LOOK_BACK = 30;

const STEPS: readonly { score: number; name: () => string }[] = [
  { score: 5, name: () => t("mark.step.5") },
  { score: 4, name: () => t("mark.step.4") },
  { score: 3, name: () => t("mark.step.3") },
  { score: 2, name: () => t("mark.step.2") },
  { score: 1, name: () => t("mark.step.1") },
];
const BAR_PX = 16;
const LONGEST_PERCENT = 82; // of a row; the rest is for the words behind the longest bar

export class Ratings {
  private question = { from: "", to: "", by: "field" };
  private answer: Answer | null = null;
  private trouble = "";
  private latest = 0;

  constructor(private readonly context: Context) {}

  view(): TemplateResult {
    return html`
      <section class="throughput ratings">
        <h2>${t("feedback.marks")}</h2>
        ${this.form()} ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        ${this.answer === null ? nothing : answered(this.answer, this.question.by)}
      </section>
    `;
  }

  /** Only the latest question is answered, however late an earlier answer comes. */
  ask(): void {
    const turn = ++this.latest;
    const asked = (async () => {
      if (this.question.to === "") await this.beginWithAMonth();
      return this.figures(this.question);
    })();
    asked.then(
      (answer) => this.heard(turn, answer, ""),
      (problem: unknown) => this.heard(turn, null, (problem instanceof Problem && problem.sentence) || t("feedback.unreachable")),
    );
  }

  private heard(turn: number, answer: Answer | null, trouble: string): void {
    if (turn !== this.latest) return;
    this.answer = answer ?? this.answer;
    this.trouble = trouble;
    this.context.draw();
  }

  /** The hall's own today, which this computer may not know. */
  private async beginWithAMonth(): Promise<void> {
    const { to } = await this.figures({});
    const first = new Date(`${to}T00:00:00Z`);
    first.setUTCDate(first.getUTCDate() - LOOK_BACK);
    this.question = { ...this.question, from: first.toISOString().slice(0, 10), to };
  }

  private figures(asked: Record<string, string>): Promise<Answer> {
    return api.get<Answer>(`/figures/ratings?${new URLSearchParams({ hall: this.context.hall, ...asked })}`);
  }

  private form(): TemplateResult {
    const { from, to, by } = this.question;
    return html`
      <form class="question" @submit=${this.submitted} @change=${this.changed}>
        <label class="field"><span>${t("feedback.from")}</span><input type="date" name="from" .value=${from} required /></label>
        <label class="field"><span>${t("feedback.to")}</span><input type="date" name="to" .value=${to} required /></label>
        <label class="field">
          <span>${t("feedback.by")}</span>
          <select name="by">
            ${Object.entries(BY).map(([id, name]) => html`<option value=${id} ?selected=${id === by}>${name()}</option>`)}
          </select>
        </label>
        <button class="button primary" type="submit">${t("feedback.show")}</button>
        <button class="button" type="button" @click=${() => window.print()}>${t("feedback.print")}</button>
      </form>
    `;
  }

  private readonly changed = (event: Event): void => {
    const { name, value } = event.target as HTMLInputElement | HTMLSelectElement;
    this.question = { ...this.question, [name]: value };
    if (name === "by") this.ask();
  };

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    this.ask();
  };
}

function answered({ from, to, few, items, totals }: Answer, by: string): TemplateResult {
  const days = { from: dayWords(from), to: dayWords(to) };
  if (totals.n === 0) return html`<p class="summary">${t("feedback.nothing", { ...days, served: grouped(totals.served) })}</p>`;
  return html`
    <p class="summary" aria-live="polite"><b>${sentence(totals, few)}</b> ${t("feedback.days", days)}</p>
    ${totals.shares === null ? nothing : bars(totals.shares, totals.n)} ${why(totals)}
    ${table(IN_ORDER.includes(by) ? items : byMarks(items), totals, BY[by]?.() ?? by)}
    <p class="counted">${t("feedback.counted", { few })}</p>
  `;
}

function sentence({ n, served, mean }: Marks, few: number): string {
  const counts = { n: grouped(n), share: percent(served === 0 ? 0 : n / served) };
  return mean === null ? t("feedback.sentence_few", { ...counts, few }) : t("feedback.sentence", { ...counts, mean: meanWords(mean) });
}

function byMarks(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => b.n - a.n || b.served - a.served);
}

/** Solid bars of one colour: their length and the number behind it tell all, also in grey. */
function bars(shares: readonly number[], n: number): TemplateResult {
  const most = Math.max(...shares);
  const line = ({ score, name }: (typeof STEPS)[number]) => {
    const share = shares[score - 1] ?? 0;
    const width = `${(share / most) * LONGEST_PERCENT}%`;
    return html`
      <li>
        <span>${name()}</span>
        <svg width="100%" height=${BAR_PX}>
          ${svg`
            ${share > 0 ? svg`<rect class="served" x="0.5" y="0.5" width=${width} height=${BAR_PX - 1} />` : nothing}
            <text x=${width} dx="6" y=${BAR_PX - 3}>${percent(share)} (${grouped(Math.round(share * n))})</text>
          `}
        </svg>
      </li>
    `;
  };
  return html`
    <figure class="chart">
      <figcaption><b>${t("feedback.bars", { n: grouped(n) })}</b></figcaption>
      <ol>
        ${STEPS.map(line)}
      </ol>
    </figure>
  `;
}

function why({ reasons }: Marks): TemplateResult | typeof nothing {
  if (reasons.length === 0) return nothing;
  const said = reasons.map((it) => `${pick(it.name)} (${grouped(it.count)})`).join(", ");
  return html`<p class="ratings__why"><b>${t("feedback.why")}</b> ${said}.</p>`;
}

function table(rows: readonly Row[], totals: Marks, by: string): TemplateResult {
  return html`
    <div class="sideways" tabindex="0" role="region" aria-label=${t("feedback.marks")}>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">${by}</th>
            <th scope="col" class="count">${t("feedback.mean")}</th>
            <th scope="col" class="count">${t("feedback.n")}</th>
            <th scope="col" class="count">${t("feedback.served")}</th>
            <th scope="col" class="count">${t("feedback.low")}</th>
            <th scope="col">${t("feedback.why_head")}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => html`<tr><th scope="row">${rowName(row)}</th>${counts(row)}</tr>`)}
        </tbody>
        <tfoot>
          <tr><th scope="row">${t("feedback.all")}</th>${counts(totals)}</tr>
        </tfoot>
      </table>
    </div>
  `;
}

function counts({ n, served, mean, shares, reasons }: Marks): TemplateResult {
  const low = shares === null ? null : (shares[0] ?? 0) + (shares[1] ?? 0);
  return html`
    <td class="count ${mean === null ? "zero" : ""}">${mean === null ? t("feedback.few") : html`<b>${cells(meanWords(mean))}</b>`}</td>
    <td class="count">${cells(grouped(n))}</td>
    <td class="count">${cells(grouped(served))}</td>
    <td class="count">${low === null ? "–" : percent(low)}</td>
    <td>${reasons.map((it) => `${pick(it.name)} (${grouped(it.count)})`).join(", ") || "–"}</td>
  `;
}
