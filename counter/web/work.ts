// Middle: what I can do now. One large primary, the rest smaller, each with its key.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk, Ticket } from "../../server/web/shared/wire";
import { correction } from "./correction";
import { issue } from "./issue";
import { KEY } from "./keys";
import { isMine, type Doing, type Model } from "./model";
import { outcome } from "./outcome";
import { question } from "./question";
import { ACTION, t, type Drawn } from "./words";

// In this order; the server's list says which of them are there. Finishing has its own form.
const DRAWN: readonly Drawn[] = ["start", "recall", "no_show", "park", "requeue", "transfer", "undo", "reprint", "correct", "void"];
const PRIMARY: readonly Drawn[] = ["start", "undo"];

export function work(model: Model, desk: Desk, doing: Doing): TemplateResult {
  return html`<section class="work">${inFront(model, desk, doing)}</section>`;
}

function inFront(model: Model, desk: Desk, doing: Doing): TemplateResult {
  if (model.asking) return question(model, model.asking, doing);
  if (model.correcting) return correction(model, model.correcting, doing);
  return model.issuing ? issue(model, model.issuing, doing) : forNow(model, desk, doing);
}

function forNow(model: Model, { counter, current }: Desk, doing: Doing): TemplateResult {
  if (counter.clerk && !isMine(model, counter.clerk)) {
    return html`<p class="note warn">${t("desk.taken", { name: counter.clerk.name })}</p>
      <button class="button" @click=${() => doing.leaveCounter()}>${t("desk.change_counter")}</button>`;
  }
  if (counter.state === "closed") return big(model, t("desk.open"), "Enter", doing.openCounter, t("desk.closed_hint"));
  if (counter.state === "paused" && !current) return big(model, t("desk.resume"), "Enter", doing.resume, t("desk.paused_hint"));
  if (!current) return big(model, t("desk.next"), "Enter", doing.callNext);
  return html`${current.actions.includes("finish") ? outcome(model, current, doing) : nothing} ${buttons(model, current, doing)}`;
}

function big(model: Model, words: string, key: string, act: () => Promise<void>, hint?: string): TemplateResult {
  return html`<button class="button primary huge" ?disabled=${model.busy} @click=${act}>${words} <kbd>${key}</kbd></button>
    ${hint ? html`<p class="hint">${hint}</p>` : nothing}`;
}

function buttons(model: Model, ticket: Ticket, doing: Doing): TemplateResult {
  // Where there is an outcome to say, correcting stands beside the code it would correct.
  const beside = ticket.actions.includes("finish") && ticket.procedure !== null;
  const allowed = DRAWN.filter((it) => ticket.actions.includes(it) && !(beside && it === "correct"));
  const primary = PRIMARY.find((it) => allowed.includes(it));
  const button = (it: Drawn, style: string) => html`<button
    class="button ${style}"
    data-action=${it}
    ?disabled=${model.busy}
    @click=${() => doing.act(it, ticket)}
  >
    ${ACTION[it]()} ${KEY[it] ? html`<kbd>${it === primary ? "Enter" : KEY[it]}</kbd>` : nothing}
  </button>`;
  return html`${primary ? button(primary, "primary huge") : nothing}
    <div class="others ${beside ? "in-a-row" : ""}">
      ${allowed.filter((it) => it !== primary).map((it) => button(it, it === "void" ? "danger" : ""))}
    </div>`;
}
