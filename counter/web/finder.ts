// A field that finds: type a few letters, choose with the arrows and Enter, or with the mouse (a combobox by WAI-ARIA).
import { html, nothing, type TemplateResult } from "lit-html";
import { live as asShown } from "lit-html/directives/live.js";

export interface Found {
  /** What is sent. */
  key: string;
  title: string;
  note: string;
}

/** One field in the middle of a search; a page has at most one. */
export interface Finding {
  field: string;
  text: string;
  found: readonly Found[];
  /** The text that `found` answers; while it lags behind, Enter chooses nothing by mistake. */
  answers: string;
  at: number;
}

interface Finder {
  name: string;
  label: string;
  /** What is chosen, in words; shown while nothing is typed. */
  chosen: string;
  finding: Finding | null;
  type(text: string): void;
  move(at: number): void;
  choose(found: Found): void;
  leave(): void;
}

export function finder(it: Finder): TemplateResult {
  const open = it.finding?.field === it.name ? it.finding : null;
  const list = `${it.name}-found`;
  return html`<div class="field finder">
    <label for=${it.name}>${it.label}</label>
    <input
      id=${it.name}
      name=${it.name}
      role="combobox"
      autocomplete="off"
      spellcheck="false"
      aria-expanded=${open && open.found.length > 0 ? "true" : "false"}
      aria-controls=${list}
      aria-autocomplete="list"
      aria-activedescendant=${open?.found[open.at] ? `${list}-${open.at}` : nothing}
      .value=${asShown(open ? open.text : it.chosen)}
      @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
      @input=${(event: Event) => it.type((event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => open && pressed(event, open, it)}
      @blur=${() => open && it.leave()}
    />
    ${open && open.found.length > 0 ? choices(open, list, it) : nothing}
  </div>`;
}

function choices(open: Finding, list: string, it: Finder): TemplateResult {
  // The pointer's press, not its click: by then the field would have lost the focus, and with it the list.
  const press = (found: Found) => (event: Event) => {
    event.preventDefault();
    it.choose(found);
  };
  return html`<ul class="found" id=${list} role="listbox" aria-label=${it.label} aria-busy=${open.answers !== open.text}>
    ${open.found.map(
      (found, index) => html`<li id="${list}-${index}" role="option" aria-selected=${index === open.at} @pointerdown=${press(found)}>
        <b>${found.title}</b> <small>${found.note}</small>
      </li>`,
    )}
  </ul>`;
}

function pressed(event: KeyboardEvent, open: Finding, it: Finder): void {
  const last = open.found.length - 1;
  const chosen = open.answers === open.text ? open.found[open.at] : undefined;
  if (event.key === "ArrowDown") it.move(Math.min(open.at + 1, last));
  else if (event.key === "ArrowUp") it.move(Math.max(open.at - 1, 0));
  else if (event.key === "Enter" && !event.ctrlKey) chosen && it.choose(chosen);
  else if (event.key === "Escape") it.leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
