// Finding the errand: by typing, or by its field.
import { html, nothing, type TemplateResult } from "lit-html";
import { answer, question } from "../frame";
import { keyboard } from "../keyboard";
import { local } from "../local";
import { firstPages, pages } from "../pages";
import { go, replace, state, type Screen } from "../state";
import { chooseDossier } from "../visit";
import { minutes, people, said, t } from "../words";
import type { FieldEntry, Menu } from "../wire";
import { procedureAnswer } from "./home";

const PAUSE_MS = 120; // between the last key and the question to the server
const DOSSIER = /(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})-\d{6}-\d{4,6}/;

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
    ${question(t("screen.fields_question"))} ${pages("fields", "answers", menu.fields.map((it) => fieldAnswer(it)))}
  `;
}

export function proceduresScreen(screen: Shown<"procedures">): TemplateResult {
  const { field, found } = screen;
  return html`
    ${question(t("screen.procedures_question"), said(field.name))}
    ${found?.length === 0 ? html`<p class="empty">${t("screen.search_none")}</p>` : nothing}
    ${found === null ? html`<p class="empty">${t("screen.wait")}</p>` : pages("procedures", "answers", found.map(procedureAnswer))}
  `;
}

export function dossierScreen(screen: Shown<"dossier">): TemplateResult {
  const { typed } = screen;
  const code = DOSSIER.exec(typed)?.[0];
  return html`
    ${question(t("screen.dossier_question"), t("screen.dossier_under"))}
    <div class="typing">
      <div class="typing__keys">
        ${keyboard("code", typed, t("screen.dossier_question"), t("screen.dossier_hint"), (text) =>
          replace({ name: "dossier", typed: text }),
        )}
      </div>
      <div class="typing__found answers answers--list">
        <button
          class="answer answer--primary"
          type="button"
          data-action="dossier"
          ?disabled=${!code}
          @click=${() => code && chooseDossier(code)}
        >
          <span class="answer__text"
            ><b class="answer__name">${t("screen.dossier_use")}</b><span class="answer__line">${code ?? t("screen.dossier_form")}</span></span
          >
        </button>
        ${answer("no-dossier", t("screen.dossier_none"), t("screen.dossier_none_line"), () => go({ name: "choose" }))}
      </div>
    </div>
  `;
}

function fieldAnswer(field: FieldEntry): TemplateResult {
  const queue = field.ahead === 0 ? t("screen.nobody_waits") : t("screen.waiting", { people: people(field.ahead) });
  const line = !field.open ? t("screen.field_closed") : field.expected ? `${queue} · ${minutes(field.expected)}` : queue;
  return answer("field", said(field.name), line, () => openField(field), { code: field.id });
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
