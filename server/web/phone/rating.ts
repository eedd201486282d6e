// Five steps and, for a low one, why; the same form as templates/phone_rating.html, sent without leaving the page.
import { html, svg, type TemplateResult } from "lit-html";
import faces from "../../luot_server/http/faces.json";
import { markWords, t, type Reason, type Score } from "./turn";

const STEPS: readonly Score[] = [5, 4, 3, 2, 1];
const LOW = 2; // up to this mark reasons are asked
const REASONS: readonly Reason[] = ["long_wait", "unclear", "manner", "papers_again", "other"];

export interface Mark {
  score: Score;
  reasons: Reason[];
}

export function ratingForm(sending: boolean, send: (mark: Mark) => void): TemplateResult {
  return html`
    <form class="rate" id="rating" @submit=${(event: Event) => send(markOf(event))}>
      <fieldset>
        <legend>${t("phone.rate_title")}</legend>
        <p class="rate__free">${t("phone.rate_free")}</p>
        ${STEPS.map(
          (step) => html`
            <input class="rate__step ${step <= LOW ? "low" : ""}" type="radio" name="score" id="score-${step}" value=${step} required />
            <label for="score-${step}">${face(step)} <span>${markWords(step)}</span></label>
          `,
        )}
        <fieldset class="rate__reasons">
          <legend>${t("phone.rate_reasons")}</legend>
          ${REASONS.map(
            (reason) => html`<label><input type="checkbox" name="reasons" value=${reason} /> <span>${t(`mark.reason.${reason}`)}</span></label>`,
          )}
        </fieldset>
      </fieldset>
      <button class="button primary" type="submit" ?disabled=${sending}>${t("phone.rate_send")}</button>
    </form>
  `;
}

function face(score: Score): TemplateResult {
  const mouth = svg`<path d=${faces[score]}></path>`;
  return html`<svg viewBox="0 0 48 48" aria-hidden="true">
    <circle cx="24" cy="24" r="20"></circle><circle class="eye" cx="17" cy="19" r="2.5"></circle><circle class="eye" cx="31" cy="19" r="2.5"></circle>${mouth}
  </svg>`;
}

/** Reasons ticked before a higher step was chosen instead are not sent. */
function markOf(event: Event): Mark {
  event.preventDefault();
  const chosen = new FormData(event.target as HTMLFormElement);
  const score = Number(chosen.get("score")) as Score;
  return { score, reasons: score <= LOW ? (chosen.getAll("reasons") as Reason[]) : [] };
}
