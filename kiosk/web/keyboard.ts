// A keyboard on the screen. Plain letters are enough: the search takes no notice of diacritics.
import { html, nothing, type TemplateResult } from "lit-html";
import { t } from "./words";

const WORDS = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"]; // digits: "phường 9", "75 tuổi"
const CODE = ["1234567890", "qwertyuiop", "asdfghjkl.", "zxcvbnm-"];

/** A keyboard of keys types into the screen's line from wherever the focus is; a button keeps its space bar. */
export function typeFromAnywhere(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof HTMLInputElement || document.querySelector("dialog[open]")) return;
    document.querySelector<HTMLInputElement>("main input")?.focus();
  }, { capture: true });
}

/** A line to type into and its keys; `kind` code has capitals and the signs of a dossier code. */
export function keyboard(
  kind: "words" | "code",
  typed: string,
  label: string,
  hint: string,
  onTyped: (text: string) => void,
): TemplateResult {
  const rows = kind === "code" ? CODE : WORDS;
  const last = rows.length - 1;
  const ends = kind === "code" ? [-1, last] : [last, last - 1]; // the rows that close with the space bar, with the eraser
  const cased = (it: string): string => (kind === "code" ? it.toUpperCase() : it);
  return html`
    <label class="typed">
      <span class="visually-hidden">${label}</span>
      <input
        type="text"
        inputmode="none"
        autocomplete="off"
        spellcheck="false"
        maxlength="80"
        placeholder=${hint}
        .value=${typed}
        @input=${(event: Event) => onTyped(cased((event.target as HTMLInputElement).value))}
      />
    </label>
    <div class="keys keys--${kind}" role="group" aria-label=${t("screen.keyboard")} @mousedown=${keepCaret}>
      ${rows.map((row, index) => {
        const keys = Array.from(row, (it) => key(cased(it), () => onTyped(typed + cased(it))));
        return html`<div class="keys__row">${keys}${index === ends[0] ? space(typed, onTyped) : nothing}${index === ends[1] ? erase(typed, onTyped) : nothing}</div>`;
      })}
    </div>
  `;
}

/** A finger on a key leaves the caret in the line, where a keyboard of keys goes on. */
function keepCaret(event: Event): void {
  event.preventDefault();
}

function space(typed: string, onTyped: (text: string) => void): TemplateResult {
  return html`
    <button class="key key--space" type="button" data-action="key-space" data-repeat @click=${() => onTyped(`${typed} `)}>
      ${t("screen.key_space")}
    </button>
  `;
}

function erase(typed: string, onTyped: (text: string) => void): TemplateResult {
  return html`
    <button
      class="key key--wide"
      type="button"
      data-action="key-delete"
      data-repeat
      ?disabled=${!typed}
      @click=${() => onTyped(typed.slice(0, -1))}
    >
      ${t("screen.key_delete")}
    </button>
  `;
}

function key(letter: string, press: () => void): TemplateResult {
  return html`<button class="key" type="button" data-action="key" data-key=${letter} data-repeat @click=${press}>${letter}</button>`;
}
