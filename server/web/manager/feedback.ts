// What citizens said afterwards: complaints first, for somebody waits for an answer, then the marks of the visits.
import { html, nothing, type TemplateResult } from "lit-html";
import "./feedback.css";
import { Complaints } from "./complaints";
import { t } from "./feedback-words";
import { Ratings } from "./ratings";
import type { Context, Section, SectionEntry } from "./sections";
import { counted, numberField, readSettings, SettingForm, type Form } from "./setting";

export const FEEDBACK: SectionEntry = {
  id: "feedback",
  title: () => t("feedback.title"),
  begin: (context) => new Feedback(context),
};

class Feedback implements Section {
  private readonly complaints: Complaints;
  private readonly ratings: Ratings;
  private deadline: SettingForm<{ days: string }> | null = null;

  constructor(private readonly context: Context) {
    this.complaints = new Complaints(context);
    this.ratings = new Ratings(context);
  }

  shown(): void {
    this.complaints.ask();
    this.ratings.ask();
    if (this.manages() && this.deadline === null) void this.begin();
  }

  view(): TemplateResult {
    return html`${this.complaints.view()} ${this.ratings.view()} ${this.deadline?.view() ?? nothing}`;
  }

  /** How long the hall gives itself is its manager's to say; the province only reads. */
  private manages(): boolean {
    const { grants } = this.context.session;
    return grants.some((it) => it.role === "manager");
  }

  private async begin(): Promise<void> {
    const setting = (await readSettings(this.context.hall).catch(() => null))?.get(DEADLINE.name);
    if (setting !== undefined) this.deadline = new SettingForm(this.context, DEADLINE, setting);
    this.context.draw();
  }
}

const DEADLINE: Form<{ days: string }> = {
  name: "complaints",
  title: () => t("feedback.deadline"),
  why: () => t("feedback.deadline_why"),
  read: (value) => ({ days: String((value as { days?: number } | null)?.days ?? "") }),
  write: ({ days }) => ({ days: counted(days) }),
  fields: (form) => numberField(form, "days", t("feedback.deadline_days"), form.draft.days, (days) => form.write({ days })),
};
