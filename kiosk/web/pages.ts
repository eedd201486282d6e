// Lists without scrolling: what does not fit goes to a next page with visible buttons.
//
// The style sheet decides how tall a row is (text size, posture, language), so pages are measured, not counted.
import { html, type TemplateResult } from "lit-html";
import { t } from "./words";

const shown = new Map<string, number>();

/** Items that share a box; `id` is unique on the screen. */
export function pages(id: string, look: string, items: unknown): TemplateResult {
  return html`
    <div class="pages ${look}" data-pages=${id}>${items}</div>
    <nav class="pager" data-pager=${id} aria-label=${t("screen.pages")} hidden>
      <button class="button" type="button" data-action="page-previous" data-repeat @click=${() => turn(id, -1)}>
        ${t("screen.page_previous")}
      </button>
      <span class="pager__where" aria-live="polite"></span>
      <button class="button" type="button" data-action="page-next" data-repeat @click=${() => turn(id, 1)}>
        ${t("screen.page_next")}
      </button>
    </nav>
  `;
}

/** Every list starts at its first page: another question, another search. */
export function firstPages(): void {
  shown.clear();
}

/** Distributes the items of every box; to be called after each drawing and whenever the size changes. */
export function layPages(): void {
  for (const box of document.querySelectorAll<HTMLElement>("[data-pages]")) lay(box);
}

function lay(box: HTMLElement): void {
  const id = box.dataset["pages"] ?? "";
  const pager = document.querySelector<HTMLElement>(`[data-pager="${id}"]`);
  if (!pager) return;
  const items = Array.from(box.children);
  for (const item of items) item.classList.remove("off-page");
  pager.hidden = true;
  let starts = startsOf(box, items);
  if (starts.length > 1) {
    pager.hidden = false; // takes room of its own, so measure again
    starts = startsOf(box, items);
  }
  const page = Math.min(shown.get(id) ?? 0, starts.length - 1);
  shown.set(id, page);
  const [from, to] = [starts[page] ?? 0, starts[page + 1] ?? items.length];
  items.forEach((item, index) => item.classList.toggle("off-page", index < from || index >= to));
  tell(pager, page, starts.length);
}

/** The index of each page's first item. */
function startsOf(box: HTMLElement, items: Element[]): number[] {
  const starts = [0];
  const room = box.clientHeight + 1;
  let top: number | null = null;
  items.forEach((item, index) => {
    const place = item.getBoundingClientRect();
    top ??= place.top;
    if (place.bottom - top > room && place.top > top) {
      starts.push(index);
      top = place.top;
    }
  });
  return starts;
}

function tell(pager: HTMLElement, page: number, of: number): void {
  const [previous, next] = Array.from(pager.querySelectorAll("button"));
  if (previous) previous.disabled = page === 0;
  if (next) next.disabled = page >= of - 1;
  const where = pager.querySelector(".pager__where");
  const text = t("screen.page_where", { page: page + 1, of });
  if (where && where.textContent !== text) where.textContent = text;
}

function turn(id: string, by: number): void {
  shown.set(id, Math.max(0, (shown.get(id) ?? 0) + by));
  layPages();
}
