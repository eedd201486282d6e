// What a list would change, as the server compared it: a sentence, the lines to correct, then every change.
import { html, nothing, type TemplateResult } from "lit-html";
import en from "../../luot_server/messages/en/catalogue.json";
import vi from "../../luot_server/messages/vi/catalogue.json";
import { pick, texts, type Both } from "../shared/text";
import { dayWords, grouped } from "./words";

const { t } = texts(vi, en);

type How = "added" | "changed" | "ended";

export interface Difference {
  valid_from: string;
  heading: number | null;
  sheet: string | null;
  read: number;
  added: number;
  changed: number;
  ended: number;
  unchanged: number;
  problem_count: number;
  problems: { line: number; code: string; text: Both }[];
  row_count: number;
  rows: Row[];
  imported: boolean;
}

interface Row {
  line: number | null;
  key: string;
  name: string;
  change: How;
  before: Readonly<Record<string, string>> | null;
  after: Readonly<Record<string, string>> | null;
}

const HOW: Readonly<Record<How, () => string>> = {
  added: () => t("catalogue.how.added"),
  changed: () => t("catalogue.how.changed"),
  ended: () => t("catalogue.how.ended"),
};

/** Columns people know by a word; others keep the name they have in the file. */
const COLUMNS: Readonly<Record<string, () => string>> = {
  name: () => t("catalogue.column.name"),
  field: () => t("catalogue.column.field"),
  level: () => t("catalogue.column.level"),
  levels: () => t("catalogue.column.level"),
  processing: () => t("catalogue.column.processing"),
  valid_from: () => t("catalogue.column.valid_from"),
  valid_to: () => t("catalogue.column.valid_to"),
  replaced_by: () => t("catalogue.column.replaced_by"),
  identifiers: () => t("catalogue.column.identifiers"),
  aliases: () => t("catalogue.column.aliases"),
  list: () => t("catalogue.column.list"),
  codes: () => t("catalogue.column.codes"),
};

const UNITS: Readonly<Record<string, () => string>> = {
  working_day: () => t("catalogue.unit.working_day"),
  day: () => t("catalogue.unit.day"),
  month: () => t("catalogue.unit.month"),
  hour: () => t("catalogue.unit.hour"),
};

export function differenceView(it: Difference): TemplateResult {
  const sheet = it.sheet === null ? "" : ` (${it.sheet})`;
  return html`
    <p class="summary">
      ${t("catalogue.counts", {
        rows: grouped(it.read),
        added: grouped(it.added),
        changed: grouped(it.changed),
        ended: grouped(it.ended),
        unchanged: grouped(it.unchanged),
      })}
      <small>
        ${it.heading === null ? nothing : t("catalogue.heading", { line: it.heading, sheet })}
        ${t("catalogue.page.holds_from", { day: dayWords(it.valid_from) })}
      </small>
    </p>
    ${it.problem_count === 0 ? nothing : problems(it)} ${it.row_count === 0 ? nothing : changes(it)}
  `;
}

function problems(it: Difference): TemplateResult {
  return html`
    <h2>${t("catalogue.page.problems", { n: grouped(it.problem_count) })}</h2>
    <ul class="problems">
      ${it.problems.map((problem) => html`<li>${pick(problem.text)}</li>`)}
    </ul>
    ${more(it.problem_count - it.problems.length)}
  `;
}

function changes(it: Difference): TemplateResult {
  return html`
    <div class="sideways" tabindex="0" role="region" aria-label=${t("catalogue.page.changes")}>
      <table class="changes">
        <thead>
          <tr>
            <th scope="col" class="count">${t("catalogue.page.line")}</th>
            <th scope="col">${t("catalogue.page.change")}</th>
            <th scope="col">${t("catalogue.page.entry")}</th>
            <th scope="col">${t("catalogue.page.before_after")}</th>
          </tr>
        </thead>
        <tbody>
          ${it.rows.map(change)}
        </tbody>
      </table>
    </div>
    ${more(it.row_count - it.rows.length)}
  `;
}

function change(row: Row): TemplateResult {
  return html`
    <tr>
      <td class="count">${row.line ?? "–"}</td>
      <td class="changes__how ${row.change}">${HOW[row.change]()}</td>
      <th scope="row">${row.name === row.key ? nothing : row.name} ${isCode(row) ? html`<span class="code">${row.key}</span>` : nothing}</th>
      <td>${row.change === "added" ? nothing : columns(row)}</td>
    </tr>
  `;
}

/** A code of the registry is read out and looked up; a name spelt for machines ("ho-tich") tells nobody anything. */
function isCode({ key, name }: Row): boolean {
  return !name || name === key || /\d/.test(key);
}

function columns({ before, after }: Row): TemplateResult[] {
  return Object.entries(after ?? {}).map(
    ([id, now]) => html`
      <div>
        ${COLUMNS[id]?.() ?? id}: <del>${told(id, before?.[id])}</del> → <ins>${told(id, now)}</ins>
      </div>
    `,
  );
}

function told(column: string, text: string | undefined): string {
  if (!text) return "–";
  if (column === "processing") return text.replace(/[a-z_]+$/, (unit) => UNITS[unit]?.() ?? "");
  return /^\d{4}-\d\d-\d\d$/.test(text) ? dayWords(text) : text;
}

function more(count: number): TemplateResult | typeof nothing {
  return count > 0 ? html`<p>${t("catalogue.page.more", { count: grouped(count) })}</p>` : nothing;
}
