// A number taken before: the slip is scanned, and the screen says where its holder stands and what can be done.
import { html, nothing, type TemplateResult } from "lit-html";
import { answer, question } from "../frame";
import { icon } from "../icons";
import { rest } from "../idle";
import { pages } from "../pages";
import { back, go, type Screen } from "../state";
import { addTo, leave, rejoin } from "../turn";
import type { Turn } from "../wire";
import { called, people, said, t } from "../words";

type Shown<Name extends Screen["name"]> = Extract<Screen, { name: Name }>;

export function slipScreen({ trouble }: Shown<"slip">): TemplateResult {
  return html`
    ${question(t("screen.slip_question"), t("screen.slip_under"))}
    <p class="scan" role="status">${icon("scan")} <span>${t("screen.slip_waiting")}</span></p>
    <div role="alert">${trouble ? html`<p class="note warn notice">${trouble}</p>` : nothing}</div>
    <div class="confirm__act confirm__act--end">
      <button class="take take--second" type="button" data-action="help" @click=${() => go({ name: "help" })}>${t("screen.slip_lost")}</button>
    </div>
  `;
}

export function turnScreen({ scan, turn, told }: Shown<"turn">): TemplateResult {
  const { may, errands } = turn;
  return html`
    <div class="turn">
      <h1 class="number__title" tabindex="-1">${t("screen.your_number")}<span class="visually-hidden"> ${turn.label}</span></h1>
      <p class="number__label" data-role="label" data-letters=${turn.label.length} aria-hidden="true">${turn.label}</p>
      ${told ? html`<p class="note ok notice" role="status" data-role="told">${told}</p>` : nothing}
      <p class="turn__stands" data-role="stands">${stands(turn)}</p>
      ${pages("turn", "reading turn__errands", errands.map((it, index) => html`<p class="turn__errand">${index + 1}. ${errandName(it)}</p>`))}
      <div class="turn__may">
        ${may.includes("rejoin")
          ? html`<button class="take" type="button" data-action="rejoin" @click=${() => rejoin(scan)}>${t("screen.turn_rejoin")}</button>`
          : nothing}
        ${may.includes("add_errand") || may.includes("leave")
          ? html`<div class="besides">
              ${may.includes("add_errand") ? answer("add-errand", t("screen.another"), nothing, () => addTo(scan, turn), { look: "answer--quiet" }) : nothing}
              ${may.includes("leave") ? answer("leave-line", t("screen.turn_leave"), nothing, () => go({ name: "leave", scan, turn }), { look: "answer--quiet" }) : nothing}
            </div>`
          : nothing}
        <button class="take ${may.includes("rejoin") ? "take--second" : ""}" type="button" data-action="done" @click=${rest}>
          ${t("screen.done")}
        </button>
      </div>
    </div>
  `;
}

export function leaveScreen({ scan, turn }: Shown<"leave">): TemplateResult {
  return html`
    ${question(t("screen.leave_question", { label: turn.label }), t("screen.leave_under"))}
    <div class="answers answers--one answers--equal">
      ${answer("leave-no", t("screen.leave_no"), t("screen.leave_no_line"), back)}
      ${answer("leave-yes", t("screen.leave_yes"), t("screen.leave_yes_line"), () => leave(scan))}
    </div>
  `;
}

function stands(turn: Turn): string {
  switch (turn.state) {
    case "waiting": {
      const before = turn.ahead === null ? "" : turn.ahead === 0 ? t("screen.you_are_next") : t("screen.ahead", { people: people(turn.ahead) });
      return [before, called(turn)].filter(Boolean).join(" ");
    }
    case "called":
    case "serving":
      return turn.counter ? t("screen.turn_at_counter", { number: turn.counter.number }) : t("screen.called_soon");
    case "parked":
      return t("screen.turn_parked");
    case "no_show":
      return turn.may.includes("rejoin") ? t("screen.turn_missed") : t("screen.turn_missed_over");
    case "served":
      return t("screen.turn_served");
    case "cancelled":
      return t("screen.turn_left");
    default:
      return t("screen.turn_over");
  }
}

function errandName({ procedure, purpose, state }: Turn["errands"][number]): string {
  const errand = said(procedure?.name);
  const name =
    purpose === "advice"
      ? t("screen.errand_advice")
      : purpose === "collect_result"
        ? t("screen.confirm_collect", { errand })
        : purpose === "supplement"
          ? t("screen.confirm_supplement", { errand })
          : errand;
  return state === "done" ? t("screen.errand_done", { name }) : name;
}
