// The turn itself: where one stands, then what one may do, each only while it may be done.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Bell } from "./bell";
import { ratingForm, type Mark } from "./rating";
import { isLong, may, t, type SaidPage, type Turn, type TurnPage } from "./turn";

export interface Shown {
  turn: Turn;
  words: TurnPage;
  bell: Bell;
  offline: boolean;
  notice: Notice | null;
  /** An answer is awaited: nothing is pressed twice. */
  asking: boolean;
}

export interface Notice {
  text: string;
  done: boolean;
}

export interface Steps {
  rejoin(): void;
  late(): void;
  leave(): void;
  rate(mark: Mark): void;
  complain(): void;
}

export function turnView({ turn, words, bell, offline, notice, asking }: Shown, steps: Steps): TemplateResult {
  const { counter, ahead, papers, mark, complaints } = words;
  return html`
    ${notice && html`<p class="turn__notice ${notice.done ? "done" : ""}">${notice.text}</p>`}
    ${offline ? html`<p class="turn__offline">${t("phone.offline", { time: words.updated })}</p>` : nothing}
    <div class="turn__now">
      <p class="turn__caption">${t("phone.number")}</p>
      <p class="turn__label ${isLong(turn.label) ? "long" : ""}">${turn.label}</p>
      <h1 class="turn__headline" tabindex="-1">${words.headline}</h1>
      ${counter && html`<p class="turn__counter"><span>${t("phone.counter")}</span> <b>${counter}</b></p>`}
      ${ahead && html`<p class="turn__ahead"><b>${ahead}</b> <span>${words.people}</span></p>`}
    </div>
    ${facts(words)} ${bellSwitch(words.tone, bell)}
    ${papers.length > 0 ? papersList(papers) : nothing}
    <p class="turn__advice">${words.advice}</p>
    ${words.missed && html`<p class="turn__missed">${words.missed}</p>`}
    ${may(turn, "rejoin")
      ? html`<p class="turn__do">
          <button class="button primary" type="button" ?disabled=${asking} @click=${steps.rejoin}>${t("phone.rejoin")}</button>
        </p>`
      : nothing}
    ${may(turn, "delay")
      ? html`<p class="turn__do"><button class="button" type="button" @click=${steps.late}>${t("phone.late")}</button></p>`
      : nothing}
    ${may(turn, "rate") ? ratingForm(asking, steps.rate) : nothing}
    ${mark &&
    html`<section class="turn__thanks" id="rating">
      <h2 tabindex="-1">${t("phone.rate_thanks")}</h2>
      <p>${t("phone.rate_given", { mark })}</p>
    </section>`}
    ${complaints.length > 0
      ? html`<section class="said" id="complaints">
          <h2 tabindex="-1">${t("phone.complaints")}</h2>
          ${complaints.map(complaint)}
        </section>`
      : nothing}
    <div class="turn__foot">
      ${words.mayLeave ? html`<button class="link" type="button" @click=${steps.leave}>${t("phone.leave")}</button>` : nothing}
      ${may(turn, "complain") ? html`<button class="link" type="button" @click=${steps.complain}>${t("phone.complain")}</button>` : nothing}
      <p class="turn__fresh">${t("phone.updated", { time: words.updated })}</p>
    </div>
  `;
}

function facts({ clock, minutes, called, procedure, results }: TurnPage): TemplateResult | typeof nothing {
  if (!(clock || called || procedure || results.length > 0)) return nothing;
  return html`<dl class="turn__facts">
    ${clock &&
    html`<div>
      <dt>${t("phone.expected")}</dt>
      <dd><b class="turn__clock">${clock}</b> <span>${minutes}</span></dd>
    </div>`}
    ${called && fact(t("phone.called_at"), called)} ${procedure && fact(t("phone.procedure"), procedure)}
    ${results.map(({ name, result }) => fact(name, result))}
  </dl>`;
}

function fact(name: string, value: string): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function papersList(papers: readonly string[]): TemplateResult {
  return html`<section class="turn__papers">
    <h2>${t("phone.missing_title")}</h2>
    <ul>
      ${papers.map((paper) => html`<li>${paper}</li>`)}
    </ul>
    <p>${t("phone.missing_keep")}</p>
    <button class="link" type="button" data-script @click=${() => print()}>${t("phone.missing_print")}</button>
  </section>`;
}

function complaint({ made, text, promise, answered, answer }: SaidPage): TemplateResult {
  return html`<article>
    <h3>${made}</h3>
    <p class="said__text">${text}</p>
    ${promise && html`<p class="said__promise">${promise}</p>`}
    ${answered &&
    html`<h4>${answered}</h4>
      <p class="said__text">${answer}</p>`}
  </article>`;
}

/** Offered while a call may still come, and on a phone that can sound or shake at all. */
function bellSwitch(tone: string, bell: Bell): TemplateResult | typeof nothing {
  const { sounds, buzzes } = bell;
  if (!(sounds || buzzes) || (tone !== "waiting" && tone !== "call" && tone !== "held")) return nothing;
  const name = !buzzes ? t("phone.bell_sound") : !sounds ? t("phone.bell_buzz") : t("phone.bell");
  return html`<div class="bell" data-script>
    <button class="bell__switch" type="button" role="switch" aria-checked=${bell.on} aria-describedby="bell-how" @click=${() => bell.turn(!bell.on)}>
      <span>${name}</span><i aria-hidden="true"></i>
    </button>
    <p id="bell-how">${bellSentence(bell)}</p>
  </div>`;
}

function bellSentence({ ringing, asleep, awake }: Bell): string {
  if (ringing) return t("phone.bell_hush");
  if (asleep) return t("phone.bell_touch");
  return awake ? t("phone.bell_awake") : t("phone.bell_how");
}
