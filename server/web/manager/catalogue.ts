// The catalogue's lists: choose a file, look at what it would change and at every bad line, then import all of it.
import { html, nothing, type TemplateResult } from "lit-html";
import "./catalogue.css";
import en from "../../luot_server/messages/en/catalogue.json";
import vi from "../../luot_server/messages/vi/catalogue.json";
import { api, Problem } from "../shared/api";
import { texts } from "../shared/text";
import { differenceView, type Difference } from "./difference";
import type { Context, Section, SectionEntry } from "./sections";

const { t } = texts(vi, en);

const KINDS: Readonly<Record<string, () => string>> = {
  procedures: () => t("catalogue.page.procedures"),
  areas: () => t("catalogue.page.areas"),
  agencies: () => t("catalogue.page.agencies"),
  lists: () => t("catalogue.page.lists"),
};

/** Who may import; the server decides, the page only says so before somebody tries. */
const KEEPERS = ["manager", "supervisor", "administrator"];

export const CATALOGUE: SectionEntry = {
  id: "catalogue",
  title: () => t("catalogue.page.title"),
  begin: (context) => new Catalogue(context),
};

interface Question {
  kind: string;
  from: string; // "" is today, by the server's day
  complete: boolean;
  file: File | null;
}

class Catalogue implements Section {
  private asked: Question = { kind: "procedures", from: "", complete: false, file: null };
  private compared: Difference | null = null;
  private trouble = "";
  private busy = false;
  private readonly keeps: boolean;

  constructor(private readonly context: Context) {
    this.keeps = context.session.grants.some((it) => it.scope === "province" && KEEPERS.includes(it.role));
  }

  view(): TemplateResult {
    return html`
      <section class="catalogue">
        <h1>${t("catalogue.page.title")}</h1>
        <p class="catalogue__why">${t("catalogue.page.why")}</p>
        ${this.form()} ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        <div aria-live="polite">${this.compared === null ? nothing : differenceView(this.compared)}</div>
        ${this.compared === null ? nothing : this.whatNext(this.compared)}
      </section>
    `;
  }

  private form(): TemplateResult {
    const { kind, from, complete } = this.asked;
    const options = Object.entries(KINDS);
    return html`
      <form class="question" @submit=${this.submitted} @change=${this.changed}>
        <label class="field">
          <span>${t("catalogue.page.kind")}</span>
          <select name="kind">
            ${options.map(([id, name]) => html`<option value=${id} ?selected=${id === kind}>${name()}</option>`)}
          </select>
        </label>
        <label class="field">
          <span>${t("catalogue.page.file")}</span><input type="file" name="file" accept=".csv,.xlsx" required />
        </label>
        <label class="field">
          <span>${t("catalogue.page.from")}</span><input type="date" name="from" .value=${from} />
        </label>
        <label class="catalogue__tick">
          <input type="checkbox" name="complete" .checked=${complete} /> <span>${t("catalogue.page.complete")}</span>
        </label>
        <button class="button ${this.compared === null ? "primary" : ""}" type="submit" ?disabled=${this.busy}>
          ${t("catalogue.page.preview")}
        </button>
      </form>
    `;
  }

  private whatNext(shown: Difference): TemplateResult {
    if (shown.imported) return html`<p class="note ok" role="status">${t("catalogue.page.imported")}</p>`;
    if (shown.problem_count > 0) return html`<p class="note danger">${t("catalogue.page.correct_first")}</p>`;
    if (shown.row_count === 0) return html`<p class="note">${t("catalogue.nothing_new")}</p>`;
    if (!this.keeps) return html`<p class="note warn">${t("catalogue.page.province_only")}</p>`;
    return html`
      <p class="catalogue__next">
        <button class="button primary" type="button" ?disabled=${this.busy} @click=${this.pressed}>
          ${t("catalogue.page.import", { n: shown.row_count })}
        </button>
        <span>${t("catalogue.page.all_or_nothing")}</span>
      </p>
    `;
  }

  /** What was shown belongs to what was asked: another file or day, and it is gone. */
  private readonly changed = (event: Event): void => {
    const input = event.target as HTMLInputElement | HTMLSelectElement;
    if (input.name === "file") this.asked.file = (input as HTMLInputElement).files?.[0] ?? null;
    else if (input.name === "complete") this.asked.complete = (input as HTMLInputElement).checked;
    else this.asked = { ...this.asked, [input.name]: input.value };
    this.compared = null;
    this.trouble = "";
    this.context.draw();
  };

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.send(true);
  };

  private readonly pressed = (): void => void this.send(false);

  private async send(dryRun: boolean): Promise<void> {
    const { kind, from, complete, file } = this.asked;
    if (file === null || this.busy) return;
    const query = new URLSearchParams({ kind, complete: String(complete), dry_run: String(dryRun) });
    if (from !== "") query.set("from", from);
    this.busy = true;
    this.context.draw();
    try {
      this.compared = await api.post<Difference>(`/catalogue/imports?${query}`, file);
      this.trouble = "";
    } catch (problem) {
      this.trouble = (problem instanceof Problem && problem.sentence) || t("catalogue.page.unreachable");
    }
    this.busy = false;
    this.context.draw();
  }
}
