// Complaints: what waits for an answer first, with the days that are left in words; one answer each; then what was answered.
import { html, nothing, type TemplateResult } from "lit-html";
import { api, Problem } from "../shared/api";
import { pick, type Both } from "../shared/text";
import { hourMinute } from "../shared/time";
import type { CounterRef, Instant, Named, ProcedureRef } from "../shared/wire";
import { t } from "./feedback-words";
import type { Context } from "./sections";
import { dayWords, grouped } from "./words";

interface Complaint {
  id: string;
  hall: Named;
  state: "open" | "overdue" | "answered";
  sentence: Both;
  text: string | null;
  made_at: Instant;
  due: string;
  answer: string | null;
  answered_at: Instant | null;
  answered_by: { id: string; name: string } | null;
  visit: {
    ticket: string;
    label: string;
    business_day: string;
    procedure: ProcedureRef | null;
    counter: CounterRef | null;
    issued_at: Instant;
    called_at: Instant | null;
    finished_at: Instant | null;
  };
}

interface Page {
  items: Complaint[];
  next: number | null;
  open: number;
  overdue: number;
  answered: number;
}

const LONGEST = 2000; // characters of an answer, as the server counts them

export class Complaints {
  private page: Page | null = null;
  private everywhere: boolean;
  private readonly drafts = new Map<string, string>();
  private readonly troubles = new Map<string, string>();
  private sending = "";
  private said = "";
  private trouble = "";
  private latest = 0;

  constructor(private readonly context: Context) {
    this.everywhere = this.isProvincial();
  }

  view(): TemplateResult {
    return html`
      <section class="complaints">
        <h1>${t("feedback.title")}</h1>
        ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        ${this.page === null ? nothing : html`<p class="summary" aria-live="polite">${summary(this.page)}</p>`}
        ${this.isProvincial() ? this.where() : nothing}
        <p class="complaints__said" role="status">${this.said}</p>
        ${this.page === null ? nothing : this.lists(this.page)}
      </section>
    `;
  }

  ask(): void {
    void this.read(0);
  }

  private lists({ items, next }: Page): TemplateResult {
    const open = items.filter((it) => it.state !== "answered");
    const answered = items.filter((it) => it.state === "answered");
    return html`
      <ol class="complaints__list">
        ${open.map((it) => html`<li class=${it.state}>${this.complaint(it)}</li>`)}
      </ol>
      ${answered.length === 0
        ? nothing
        : html`
            <h2>${t("feedback.answered_list")}</h2>
            <ol class="complaints__list">
              ${answered.map((it) => html`<li class="answered">${this.complaint(it)}</li>`)}
            </ol>
          `}
      ${next === null
        ? nothing
        : html`<button class="button" type="button" @click=${() => void this.read(next)}>${t("feedback.more")}</button>`}
    `;
  }

  private complaint(it: Complaint): TemplateResult {
    return html`
      <article id=${`complaint-${it.id}`}>
        <p class="complaints__state">${pick(it.sentence)}</p>
        <p class="complaints__visit">${visit(it, this.everywhere)}</p>
        <blockquote>${it.text ?? t("feedback.wiped")}</blockquote>
        ${it.state === "answered" ? answer(it) : this.form(it)}
      </article>
    `;
  }

  private form(it: Complaint): TemplateResult {
    const trouble = this.troubles.get(it.id) ?? "";
    return html`
      <form @submit=${(event: SubmitEvent) => void this.send(event, it)}>
        <label class="field">
          <span>${t("feedback.answer")}</span>
          <textarea
            name="text"
            rows="3"
            maxlength=${LONGEST}
            required
            .value=${this.drafts.get(it.id) ?? ""}
            aria-invalid=${trouble ? "true" : nothing}
            @input=${(event: Event) => this.drafts.set(it.id, (event.target as HTMLTextAreaElement).value)}
          ></textarea>
        </label>
        ${trouble && html`<p class="error" role="alert">${trouble}</p>`}
        <p class="complaints__press">
          <button class="button primary" type="submit" ?disabled=${this.sending === it.id}>${t("feedback.send")}</button>
          <span>${t("feedback.send_why")}</span>
        </p>
      </form>
    `;
  }

  private where(): TemplateResult {
    const choose = (event: Event) => {
      this.everywhere = (event.target as HTMLSelectElement).value === "all";
      this.ask();
    };
    return html`
      <form class="question" @submit=${(event: Event) => event.preventDefault()}>
        <label class="field">
          <span>${t("feedback.where")}</span>
          <select name="where" @change=${choose}>
            <option value="all" ?selected=${this.everywhere}>${t("feedback.all_halls")}</option>
            <option value="hall" ?selected=${!this.everywhere}>${t("feedback.this_hall")}</option>
          </select>
        </label>
      </form>
    `;
  }

  private isProvincial(): boolean {
    return this.context.session.grants.some((it) => it.role === "supervisor");
  }

  /** Only the latest question is answered; `after` above 0 adds the following page. */
  private async read(after: number): Promise<void> {
    const turn = ++this.latest;
    const where = this.everywhere ? "" : `hall=${encodeURIComponent(this.context.hall)}&`;
    try {
      const page = await api.get<Page>(`/complaints?${where}after=${after}`);
      if (turn !== this.latest) return;
      this.page = after === 0 ? page : { ...page, items: [...(this.page?.items ?? []), ...page.items] };
      this.trouble = "";
    } catch (problem) {
      if (turn !== this.latest) return;
      this.trouble = words(problem);
    }
    this.context.draw();
  }

  private async send(event: SubmitEvent, it: Complaint): Promise<void> {
    event.preventDefault();
    if (this.sending) return;
    this.sending = it.id;
    this.context.draw();
    try {
      await api.post(`/complaints/${encodeURIComponent(it.id)}/answers`, { text: this.drafts.get(it.id) ?? "" });
      this.drafts.delete(it.id);
      this.troubles.delete(it.id);
      this.said = t("feedback.sent", { label: it.visit.label });
      await this.read(0);
    } catch (problem) {
      this.troubles.set(it.id, words(problem));
    }
    this.sending = "";
    this.context.draw();
  }
}

function summary({ open, overdue, answered }: Page): string {
  const counts = { open: grouped(open), overdue: grouped(overdue), answered: grouped(answered) };
  if (open === 0) return answered === 0 ? t("feedback.none") : t("feedback.none_open", counts);
  return overdue === 0 ? t("feedback.open", counts) : t("feedback.open_late", counts);
}

/** Which visit, where and when; not who served. */
function visit({ visit: it, hall, made_at: made }: Complaint, everywhere: boolean): TemplateResult {
  const times = [
    t("feedback.took", { time: hourMinute(it.issued_at) }),
    it.called_at === null ? "" : t("feedback.called", { time: hourMinute(it.called_at) }),
    it.finished_at === null ? "" : t("feedback.ended", { time: hourMinute(it.finished_at) }),
  ];
  const parts = [
    everywhere ? pick(hall.name) : "",
    it.procedure === null ? "" : pick(it.procedure.name),
    it.counter === null ? "" : t("feedback.counter", { number: it.counter.number }),
    `${dayWords(it.business_day)}: ${times.filter(Boolean).join(", ")}`,
    t("feedback.made", { time: hourMinute(made), day: dayWords(made.slice(0, 10)) }),
  ];
  return html`<b>${it.label}</b> · ${parts.filter(Boolean).join(" · ")}`;
}

function answer(it: Complaint): TemplateResult {
  return html`
    <p class="complaints__answer"><b>${t("feedback.answer_was")}</b> ${it.answer ?? t("feedback.wiped")}</p>
    <p class="complaints__visit">
      ${t("feedback.answered_by", { name: it.answered_by?.name ?? "–", time: hourMinute(it.answered_at ?? ""), day: dayWords((it.answered_at ?? "").slice(0, 10)) })}
    </p>
  `;
}

function words(problem: unknown): string {
  return (problem instanceof Problem && problem.sentence) || t("feedback.unreachable");
}
