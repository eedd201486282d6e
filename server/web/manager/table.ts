// The rows of throughput in full, with their sum.
import { html, nothing, type TemplateResult } from "lit-html";
import { cells } from "../shared/cells";
import type { Counts, Row } from "./wire";
import { grouped, rowName, t } from "./words";

const COLUMNS: readonly { of: keyof Counts; name: () => string }[] = [
  { of: "issued", name: () => t("manager.issued") },
  { of: "served", name: () => t("manager.served") },
  { of: "dossiers", name: () => t("manager.dossiers") },
  { of: "no_show", name: () => t("manager.no_show") },
  { of: "voided", name: () => t("manager.voided") },
  { of: "cancelled", name: () => t("manager.cancelled") },
  { of: "expired", name: () => t("manager.expired") },
];

export function rowsTable(rows: readonly Row[], by: string): TemplateResult {
  return html`
    <div class="sideways" tabindex="0" role="region" aria-label=${t("manager.throughput")}>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">${by}</th>
            ${COLUMNS.map(({ name }) => html`<th scope="col" class="count">${name()}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => html`<tr><th scope="row">${rowName(row)}${code(row)}</th>${counts(row)}</tr>`)}
        </tbody>
        <tfoot>
          <tr><th scope="row">${t("manager.total")}</th>${counts(sum(rows))}</tr>
        </tfoot>
      </table>
    </div>
  `;
}

export function sum(rows: readonly Counts[]): Counts {
  const total: Counts = { issued: 0, served: 0, dossiers: 0, no_show: 0, voided: 0, expired: 0, cancelled: 0 };
  for (const row of rows) for (const { of } of COLUMNS) total[of] += row[of];
  return total;
}

function counts(row: Counts): TemplateResult[] {
  return COLUMNS.map(({ of }) => html`<td class="count ${row[of] === 0 ? "zero" : ""}">${cells(grouped(row[of]))}</td>`);
}

/** A national code is worth reading; other keys are for programs. */
function code({ key }: Row): TemplateResult | typeof nothing {
  return /^[1-9]\.\d{6}$/.test(key) ? html` <span class="code">${key}</span>` : nothing;
}
