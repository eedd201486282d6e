// A keyboard on the screen. Plain letters are enough: the search takes no notice of diacritics.
import { html, nothing, type TemplateResult } from "lit-html";
import { t } from "./words";

const LETTERS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const CODE = ["1234567890", "qwertyuiop", "asdfghjkl.", "zxcvbnm-"];

/** A line to type into and its keys; `kind` code adds digits and the signs of a dossier code. */
export function keyboard(
  kind: "words" | "code",
  typed: string,
  label: string,
  hint: string,
  onTyped: (text: string) => void,
): TemplateResult {
  const rows = kind === "code" ? CODE : LETTERS;
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
    <div class="keys keys--${kind}" role="group" aria-label=${t("screen.keyboard")}>
      ${rows.map((row, index) => {
        const keys = Array.from(row, (it) => key(cased(it), () => onTyped(typed + cased(it))));
        const last = kind === "code" && index === rows.length - 1;
        return html`<div class="keys__row">${keys}${last ? erase(typed, onTyped) : nothing}</div>`;
      })}
      ${kind === "words" ? wordRow(typed, onTyped) : nothing}
    </div>
  `;
}

function wordRow(typed: string, onTyped: (text: string) => void): TemplateResult {
  return html`
    <div class="keys__row">
      <button class="key key--wide" type="button" data-action="key-clear" ?disabled=${!typed} @click=${() => onTyped("")}>
        ${t("screen.key_clear")}
      </button>
      <button class="key key--space" type="button" data-action="key-space" data-repeat @click=${() => onTyped(`${typed} `)}>
        ${t("screen.key_space")}
      </button>
      ${erase(typed, onTyped)}
    </div>
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
