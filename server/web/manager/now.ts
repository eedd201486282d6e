// The hall as it is now: sentences first, then who is where, then what is broken.
import { html, nothing, type TemplateResult } from "lit-html";
import { cells } from "../shared/cells";
import { pick } from "../shared/text";
import { hourMinute } from "../shared/time";
import type { CounterState } from "../shared/wire";
import type { CounterNow, DeviceNow, FieldNow, Figures } from "./wire";
import { grouped, nameOf, t } from "./words";

const COUNTER_STATES: Readonly<Record<CounterState, () => string>> = {
  open: () => t("manager.counter_open"),
  paused: () => t("manager.counter_paused"),
  closed: () => t("manager.counter_closed"),
};

const CONDITIONS: Readonly<Record<string, () => string>> = {
  ok: () => t("manager.condition.ok"),
  near_end: () => t("manager.condition.near_end"),
  paper_out: () => t("manager.condition.paper_out"),
  cover_open: () => t("manager.condition.cover_open"),
  cutter: () => t("manager.condition.cutter"),
  none: () => t("manager.condition.none"),
  offline: () => t("manager.condition.offline"),
  unknown: () => t("manager.condition.unknown"),
};

export function nowView(figures: Figures, offline: boolean): TemplateResult {
  const time = hourMinute(figures.server_time);
  return html`
    <section class="now">
      <div class="now__head">
        <h1>${t("manager.now")}</h1>
        <p>${t("manager.as_of", { time })}</p>
      </div>
      ${offline ? html`<p class="note warn" role="status">${t("manager.offline", { time })}</p>` : nothing}
      <ul class="sentences" aria-live="polite">
        ${figures.sentences.length === 0
          ? html`<li>${t("manager.quiet")}</li>`
          : figures.sentences.map((it) => html`<li>${pick(it)}</li>`)}
      </ul>
      ${figures.trouble.map((it) => html`<p class="note danger" role="status">${pick(it)}</p>`)}
      ${figures.notices.map((it) => html`<p class="note" role="status">${pick(it)}</p>`)} ${totals(figures.totals)}
      <div class="now__tables">${fields(figures.fields)} ${counters(figures.counters)} ${devices(figures.devices)}</div>
    </section>
  `;
}

function totals(it: Figures["totals"]): TemplateResult {
  const lines: [string, number][] = [
    [t("manager.issued"), it.issued],
    [t("manager.waiting"), it.waiting],
    [t("manager.served"), it.served],
    [t("manager.dossiers"), it.dossiers],
    [t("manager.no_show"), it.no_show],
    [t("manager.voided"), it.voided],
  ];
  return html`
    <h2 class="visually-hidden">${t("manager.today")}</h2>
    <dl class="totals">
      ${lines.map(([name, count]) => html`<div><dt>${name}</dt><dd>${grouped(count)}</dd></div>`)}
    </dl>
  `;
}

function fields(all: FieldNow[]): TemplateResult {
  if (all.length === 0) return nothingOf(t("manager.fields"), t("manager.quiet"));
  return html`
    <table>
      <caption>${t("manager.fields")}</caption>
      <thead>
        <tr>
          <th scope="col">${t("manager.field")}</th>
          <th scope="col" class="count">${t("manager.waiting")}</th>
          <th scope="col" class="count">${t("manager.longest")}</th>
          <th scope="col" class="count">${t("manager.open_counters")}</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          (it) => html`
            <tr>
              <th scope="row">${nameOf(it.name)}</th>
              <td class="count">${cells(it.waiting)}</td>
              <td class="count">${it.waiting > 0 ? minutes(it.longest_seconds) : "–"}</td>
              <td class="count ${it.waiting > 0 && it.open_counters === 0 ? "lacking" : ""}">${cells(it.open_counters)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function minutes(seconds: number | null): string {
  return t("manager.minutes", { n: Math.floor((seconds ?? 0) / 60) });
}

function counters(all: CounterNow[]): TemplateResult {
  return html`
    <table>
      <caption>${t("manager.counters")}</caption>
      <thead>
        <tr>
          <th scope="col" class="count">${t("manager.counter")}</th>
          <th scope="col">${t("manager.state")}</th>
          <th scope="col">${t("manager.serving")}</th>
          <th scope="col">${t("manager.clerk")}</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          (it) => html`
            <tr class=${it.state === "open" ? "" : "resting"}>
              <th scope="row" class="count">${cells(it.number)}</th>
              <td>${COUNTER_STATES[it.state]()}</td>
              <td>${it.label === null ? "–" : html`<b>${cells(it.label)}</b>`}</td>
              <td>${it.clerk?.name ?? "–"}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function devices(all: DeviceNow[]): TemplateResult {
  if (all.length === 0) return nothingOf(t("manager.devices"), t("manager.no_devices"));
  return html`
    <table>
      <caption>${t("manager.devices")}</caption>
      <thead>
        <tr>
          <th scope="col">${t("manager.device")}</th>
          <th scope="col">${t("manager.state")}</th>
          <th scope="col" class="count">${t("manager.since")}</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          (it) => html`
            <tr class=${["ok", "none", null].includes(it.condition) ? "" : "trouble"}>
              <th scope="row">${nameOf(it.name)}</th>
              <td>${it.condition === null ? "–" : (CONDITIONS[it.condition] ?? CONDITIONS["unknown"]!)()}</td>
              <td class="count">${it.since === null ? "–" : hourMinute(it.since)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

/** Where a table would have no rows. */
function nothingOf(title: string, why: string): TemplateResult {
  return html`<div class="none"><h2>${title}</h2><p>${why}</p></div>`;
}
