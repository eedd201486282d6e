// The dossiers for one destination as a table: to be ticked on the screen, to be signed on paper.
import { html, nothing, type TemplateResult } from "lit-html";
import en from "../../luot_server/messages/en/handover.json";
import vi from "../../luot_server/messages/vi/handover.json";
import { cells } from "../shared/cells";
import { pick, texts, type Both } from "../shared/text";
import { hourMinute } from "../shared/time";
import type { Instant, Named, ProcedureRef } from "../shared/wire";

export const { t } = texts(vi, en);

export type Stage = "to_send" | "sent" | "received" | "returning" | "returned";
export type Move = "send" | "receive" | "return" | "arrive";

interface Destination {
  ref: string;
  name: Both;
  address: string | null;
}

/** One line of `GET /halls/{h}/handovers`. */
export interface Handover {
  errand: string;
  label: string;
  procedure: ProcedureRef | null;
  agency: Named | null;
  from: Destination;
  to: Destination;
  medium: "paper" | "electronic";
  dossiers: string[];
  count: number;
  state: Stage;
  opened_at: Instant;
  result_due: string | null;
  return_to: Destination;
  late: { since: Instant; what: string } | null;
  actions: Move[];
}

/** What goes to one place, or comes from one. */
export interface Bag {
  readonly place: Destination;
  readonly items: readonly Handover[];
}

export interface Ticks {
  readonly ticked: ReadonlySet<string>;
  tick(errands: readonly string[], on: boolean): void;
}

/** By the place at the other end, the longest late first; in a bag too. */
export function bagsOf(items: readonly Handover[], end: "to" | "from"): Bag[] {
  const bags = new Map<string, Handover[]>();
  for (const it of [...items].sort(lateFirst)) bags.set(it[end].ref, [...(bags.get(it[end].ref) ?? []), it]);
  return [...bags.values()].map((them) => ({ place: them[0]![end], items: them }));
}

/** ISO instants of one hall sort as text; who is not late comes after who is, in the order of opening. */
function lateFirst(a: Handover, b: Handover): number {
  const [one, other] = [a.late?.since ?? "~", b.late?.since ?? "~"];
  return one < other ? -1 : one > other ? 1 : a.opened_at < b.opened_at ? -1 : 1;
}

/** `ticks` null: nothing to be pressed here. */
export function bagTable({ place, items }: Bag, hall: string, ticks: Ticks | null): TemplateResult {
  const errands = items.map((it) => it.errand);
  const whole = ticks !== null && errands.every((it) => ticks.ticked.has(it));
  const name = pick(place.name);
  return html`
    <div class="sideways" tabindex="0" role="region" aria-label=${name}>
      <table class="bag">
        <caption>
          ${name} ${place.address === null ? nothing : html`<span class="bag__address">${place.address}</span>`}
        </caption>
        <thead>
          <tr>
            ${ticks && html`<th scope="col" class="tick">${box(t("handover.tick_all", { place: name }), whole, (on) => ticks.tick(errands, on))}</th>`}
            <th scope="col" class="label">${t("handover.column.label")}</th>
            <th scope="col" class="codes">${t("handover.column.dossiers")}</th>
            <th scope="col" class="count">${t("handover.column.count")}</th>
            <th scope="col">${t("handover.column.procedure")}</th>
            <th scope="col" class="opened">${t("handover.column.opened")}</th>
            <th scope="col" class="due">${t("handover.due")}</th>
            <th scope="col" class="sign">${t("handover.gives")}</th>
            <th scope="col" class="sign">${t("handover.takes")}</th>
          </tr>
        </thead>
        <tbody>
          ${items.map((it) => row(it, hall, ticks))}
        </tbody>
      </table>
    </div>
  `;
}

function row(it: Handover, hall: string, ticks: Ticks | null): TemplateResult {
  const tick = ticks && box(t("handover.tick", { label: it.label, day: dayMonth(it.opened_at) }), ticks.ticked.has(it.errand), (on) => ticks.tick([it.errand], on));
  return html`
    <tr>
      ${tick && html`<td class="tick">${tick}</td>`}
      <th scope="row">${cells(it.label)}</th>
      <td class="codes">${it.dossiers.length === 0 ? t("handover.no_code") : it.dossiers.map((code) => html`<span>${code}</span> `)}</td>
      <td class="count">${cells(it.count)}</td>
      <td>${it.procedure === null ? "–" : pick(it.procedure.name)} ${it.procedure && html`<span class="code">${it.procedure.code}</span>`}</td>
      <td>${dayTime(it.opened_at)} ${it.late === null ? nothing : html`<b class="lacking">${t("handover.late_since", { since: dayMonth(it.late.since) })}</b>`}</td>
      <td>
        ${it.result_due === null ? "–" : dayMonth(it.result_due)}
        ${it.return_to.ref === hall ? nothing : html`<span class="bag__address">${t("handover.back_at", { hall: pick(it.return_to.name) })}</span>`}
      </td>
      <td class="sign"></td>
      <td class="sign"></td>
    </tr>
  `;
}

function box(name: string, checked: boolean, set: (on: boolean) => void): TemplateResult {
  const changed = (event: Event): void => set((event.target as HTMLInputElement).checked);
  return html`<label><input type="checkbox" aria-label=${name} .checked=${checked} @change=${changed} /></label>`;
}

/** "17:30 23/11" as the hall's clock had it. */
function dayTime(at: Instant): string {
  return `${hourMinute(at)} ${dayMonth(at)}`;
}

function dayMonth(day: string): string {
  return `${Number(day.slice(8, 10))}/${Number(day.slice(5, 7))}`;
}
