// One question at a time, in the turn's place: leave? let the next go first? what happened?
import { html, type TemplateResult } from "lit-html";
import { dayWords, t, type Turn } from "./turn";

export interface Choice {
  asking: boolean;
  yes(): void;
  no(): void;
}

export function leaveQuestion({ label }: Turn, { asking, yes, no }: Choice): TemplateResult {
  return html`
    <h1 class="turn__question" tabindex="-1">${t("phone.leave_title")}</h1>
    <p class="turn__advice">${t("phone.leave_question", { label })}</p>
    <div class="choice">
      <button class="button primary" type="button" ?disabled=${asking} @click=${no}>${t("phone.leave_no")}</button>
      <button class="button danger" type="button" ?disabled=${asking} @click=${yes}>${t("phone.leave_yes")}</button>
    </div>
  `;
}

export function lateQuestion({ label, delays_left: count = 1 }: Turn, { asking, yes, no }: Choice): TemplateResult {
  return html`
    <h1 class="turn__question" tabindex="-1">${t("phone.late_title")}</h1>
    <p class="turn__advice">${t("phone.late_question", { label })}</p>
    <p class="turn__advice">${t("phone.late_left", { count })}</p>
    <div class="choice">
      <button class="button primary" type="button" ?disabled=${asking} @click=${yes}>${t("phone.late_yes")}</button>
      <button class="button" type="button" ?disabled=${asking} @click=${no}>${t("phone.late_no")}</button>
    </div>
  `;
}

export interface Writing {
  asking: boolean;
  text: string;
  most: number;
  due: string;
  notice: string;
  write(text: string): void;
  send(): void;
  back(): void;
}

/** What is typed stays in `write`'s hands, so that a failure, or a call, loses none of it. */
export function complaintForm({ asking, text, most, due, notice, write, send, back }: Writing): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    send();
  };
  return html`
    ${notice && html`<p class="turn__notice">${notice}</p>`}
    <h1 class="turn__question" tabindex="-1">${t("phone.complain_title")}</h1>
    <p class="turn__advice">${t("phone.complain_how", { due: dayWords(due) })}</p>
    <form class="choice" @submit=${submit}>
      <label class="field"
        ><span>${t("phone.complain_text")}</span>
        <textarea
          name="text"
          rows="7"
          maxlength=${most}
          required
          aria-describedby="most"
          .value=${text}
          @input=${(event: Event) => write((event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
      <p id="most" class="complain__room">${t("phone.complain_room", { count: most - text.length })}</p>
      <button class="button primary" type="submit" ?disabled=${asking}>${t("phone.complain_send")}</button>
      <button class="button" type="button" ?disabled=${asking} @click=${back}>${t("phone.complain_back")}</button>
    </form>
  `;
}
