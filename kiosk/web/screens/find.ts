// Finding the errand: by typing, or by its field.
import { html, nothing, type TemplateResult } from "lit-html";
import { answer, question } from "../frame";
import { keyboard } from "../keyboard";
import { local } from "../local";
import { firstPages, pages } from "../pages";
import { go, replace, state, type Screen } from "../state";
import { minutes, people, said, t } from "../words";
import type { FieldEntry, Menu } from "../wire";
import { procedureAnswer } from "./home";

const PAUSE_MS = 120; // between the last key and the question to the server

let pending = 0;

type Shown<Name extends Screen["name"]> = Extract<Screen, { name: Name }>;

export function searchScreen(screen: Shown<"search">): TemplateResult {
  const { typed, found } = screen;
  return html`
    ${question(t("screen.search_question"))}
    <div class="typing">
      <div class="typing__keys">
        ${keyboard("words", typed, t("screen.search_question"), t("screen.search_hint"), searched)}
      </div>
      <div class="typing__found" aria-live="polite">
        ${found?.length === 0 ? html`<p class="empty">${t("screen.search_none")}</p>` : nothing}
        ${found?.length ? pages("found", "answers answers--list", found.map(procedureAnswer)) : nothing}
        ${found === null ? html`<p class="empty">${t("screen.search_examples")}</p>` : nothing}
      </div>
    </div>
  `;
}

export function fieldsScreen(menu: Menu): TemplateResult {
  return html`
    ${question(t("screen.fields_question"))} ${pages("fields", "answers answers--eight", menu.fields.map((it) => fieldAnswer(it, menu)))}
  `;
}

export function proceduresScreen(screen: Shown<"procedures">): TemplateResult {
  const { field, found } = screen;
  return html`
    ${question(t("screen.procedures_question"), said(field.name))}
    ${found?.length === 0 ? html`<p class="empty">${t("screen.search_none")}</p>` : nothing}
    ${found === null ? html`<p class="empty">${t("screen.wait")}</p>` : pages("procedures", "answers answers--eight", found.map(procedureAnswer))}
  `;
}

function fieldAnswer(field: FieldEntry, { fields }: Menu): TemplateResult {
  const someOpen = fields.some((it) => it.open);
  if (field.ahead === null) return answer("field", said(field.name), nothing, () => openField(field), { code: field.id });
  const closed = !field.open && someOpen;
  return answer("field", said(field.name), closed ? t("screen.field_closed") : queueOf(field, field.ahead), () => openField(field), { code: field.id });
}

/** A range is read at one glance, so no line ends within it. */
function queueOf({ expected }: FieldEntry, ahead: number): string | TemplateResult {
  if (ahead === 0) return t("screen.nobody_waits");
  const waiting = t("screen.waiting", { people: people(ahead) });
  return expected ? html`${waiting} · <span class="whole">${minutes(expected)}</span>` : waiting;
}

function openField(field: FieldEntry): void {
  go({ name: "procedures", field, found: null });
  void local.procedures({ field: field.id }).then(
    (found) => onlyIf("procedures", (it) => it.field.id === field.id, (it) => replace({ ...it, found })),
    () => onlyIf("procedures", () => true, (it) => replace({ ...it, found: [] })),
  );
}

/** Shows what was typed at once; asks the server when the fingers rest. */
function searched(text: string): void {
  onlyIf("search", () => true, (it) => replace({ ...it, typed: text, found: text.trim() ? it.found : null }));
  clearTimeout(pending);
  if (text.trim()) pending = window.setTimeout(() => void find(text), PAUSE_MS);
}

async function find(text: string): Promise<void> {
  const found = await local.procedures({ q: text.trim() }).catch(() => []);
  firstPages();
  onlyIf("search", (it) => it.typed === text, (it) => replace({ ...it, found }));
}

/** Runs `then` when that screen still stands and still asks the same. */
function onlyIf<Name extends Screen["name"]>(
  name: Name,
  same: (screen: Shown<Name>) => boolean,
  then: (screen: Shown<Name>) => void,
): void {
  const screen = state.screen;
  if (screen.name === name && same(screen as Shown<Name>)) then(screen as Shown<Name>);
}
