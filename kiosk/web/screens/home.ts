// The first screen: the commonest errands, and the other ways in.
import { html, nothing, type TemplateResult } from "lit-html";
import { language } from "../../../server/web/shared/text";
import { hourMinute } from "../../../server/web/shared/time";
import { answer, question } from "../frame";
import { pages } from "../pages";
import { go, state } from "../state";
import { askForSlip } from "../turn";
import { chooseProcedure, startWith } from "../visit";
import { said, t } from "../words";
import type { Menu, ProcedureEntry } from "../wire";
import { staffDoor } from "./staff";

const ALSO = 3; // other names under a tile
const NO_PAPER = new Set(["paper_out", "cover_open", "cutter", "offline"]);

export function homeScreen(): TemplateResult {
  const { menu } = state;
  if (!menu) return offlineScreen();
  if (!menu.open) return closedScreen(menu);
  return html`
    ${question(t("screen.home_question"), nothing, t("screen.greeting"))} ${notices(menu)} ${pages("errands", "answers answers--first", commonest(menu))}
    <div class="ways ${state.scanner && state.online ? "ways--five" : ""}">${ways()} ${haveSlip()}</div>
  `;
}

/** One more errand for the same number: the same ways in. */
export function moreScreen(menu: Menu): TemplateResult {
  const { turn } = state.visit;
  return html`
    ${question(turn ? t("screen.more_for", { label: turn.label }) : t("screen.more_question"))}
    ${pages("errands", "answers answers--first", commonest(menu))}
    <div class="ways">${ways()}</div>
  `;
}

function ways(): TemplateResult[] {
  return [
    answer("search", t("screen.way_search"), nothing, search, { sign: "search", look: "answer--way" }),
    answer("fields", t("screen.way_fields"), nothing, fields, { sign: "fields", look: "answer--way" }),
    answer("collect", t("screen.way_collect"), nothing, () => startWith("collect_result"), { sign: "collect", look: "answer--way" }),
    answer("supplement", t("screen.way_supplement"), nothing, () => startWith("supplement"), { sign: "supplement", look: "answer--way" }),
  ];
}

/** A slip can be shown only to a device that reads it, and asked about only while the server is there. */
function haveSlip(): TemplateResult | typeof nothing {
  if (!state.scanner || !state.online) return nothing;
  return answer("slip", t("screen.way_slip"), nothing, askForSlip, { sign: "scan", look: "answer--way answer--slip" });
}

/** The same errands for a collection or a supplement whose dossier code is not at hand. */
export function chooseScreen(menu: Menu): TemplateResult {
  return html`
    ${question(t("screen.choose_question"))} ${pages("errands", "answers answers--first", commonest(menu))}
    <div class="ways ways--two">
      ${answer("search", t("screen.way_search"), nothing, search, { sign: "search", look: "answer--way" })}
      ${answer("fields", t("screen.way_fields"), nothing, fields, { sign: "fields", look: "answer--way" })}
    </div>
  `;
}

export function procedureAnswer(one: ProcedureEntry): TemplateResult {
  const [short, full] = [said(one.short_name) || said(one.name), said(one.name)];
  const official = full.toLocaleLowerCase() === short.toLocaleLowerCase() ? "" : full;
  const line = [uncovered(one), alsoCalled(one) || official].filter(Boolean).join(" · ");
  return answer("procedure", short, line, () => chooseProcedure(one), { code: one.code });
}

/** Worth a word only where others are served: before the first counter opens it would stand on every answer. */
function uncovered(one: ProcedureEntry): string {
  const someOpen = state.menu?.fields.some((it) => it.open) ?? false;
  return one.open === false && someOpen ? t("screen.field_closed") : "";
}

/** The server is away: said plainly, with what to do; the screen comes back by itself. */
export function offlineScreen(): TemplateResult {
  return html`
    <div class="message" role="alert">
      <h1 tabindex="-1">${t("screen.offline")}</h1>
      <p>${t("screen.offline_now")}</p>
      <p class="message__quiet">${t("screen.offline_wait")}</p>
      ${staffDoor()}
    </div>
  `;
}

function closedScreen(menu: Menu): TemplateResult {
  return html`
    <div class="message">
      <h1 tabindex="-1">${t("screen.closed")}</h1>
      ${menu.closed_reason ? html`<p>${said(menu.closed_reason)}</p>` : nothing}
      ${menu.next_open ? html`<p class="message__strong">${t("screen.next_open", { when: when(menu.next_open) })}</p>` : nothing}
      ${menu.hours.length
        ? html`<p>${t("screen.hours", { hours: menu.hours.map((it) => `${short(it.opens)}–${short(it.closes)}`).join(", ") })}</p>`
        : nothing}
      <p class="message__quiet">${t("screen.closed_look")}</p>
    </div>
    <div class="ways ${state.scanner && state.online ? "ways--three" : "ways--two"}">
      ${haveSlip()}
      ${answer("search", t("screen.way_search"), nothing, search, { sign: "search", look: "answer--way" })}
      ${answer("fields", t("screen.way_fields"), nothing, fields, { sign: "fields", look: "answer--way" })}
    </div>
  `;
}

function notices(menu: Menu): TemplateResult | typeof nothing {
  const sentences = menu.notices.map(said);
  if (menu.warning) sentences.unshift(said(menu.warning));
  if (NO_PAPER.has(state.printer)) sentences.unshift(t("screen.no_paper"));
  return sentences.length ? html`<p class="note warn notice">${sentences.slice(0, 2).join(" ")}</p>` : nothing;
}

function commonest(menu: Menu): TemplateResult[] {
  const known = new Map(menu.procedures.map((one) => [one.code, one]));
  return menu.first.flatMap((code) => {
    const one = known.get(code);
    return one ? [procedureAnswer(one)] : [];
  });
}

function search(): void {
  go({ name: "search", typed: "", found: null });
}

function fields(): void {
  go({ name: "fields" });
}

/** "sao y, công chứng bản sao": what people say that the name, in either language, does not say already. */
function alsoCalled({ also = [], short_name: name }: ProcedureEntry): string {
  if (language() !== "vi") return "";
  const words = (text: string): string[] => text.toLocaleLowerCase("vi").split(/[\s,.()]+/);
  const known = new Set(words(`${name.vi} ${name.en}`));
  return also
    .filter((it) => words(it).some((word) => !known.has(word)))
    .slice(0, ALSO)
    .join(", ");
}

/** "7:30, 23/11/2026" as the instant itself spells it, in the hall's own time. */
function when(instant: string): string {
  const [, year, month, day] = /^(\d+)-(\d\d)-(\d\d)/.exec(instant) ?? [];
  return `${hourMinute(instant)}, ${Number(day)}/${Number(month)}/${year}`;
}

/** "07:30" → "7:30" */
function short(time: string): string {
  return time.replace(/^0/, "").slice(0, 5);
}
