// What came of the errand: the result, the dossier codes and how many there are; finishing says the code is right.
import { html, nothing, type TemplateResult } from "lit-html";
import { live as asShown } from "lit-html/directives/live.js";
import { pick, type Both } from "../../server/web/shared/text";
import type { Errand, Result, Ticket } from "../../server/web/shared/wire";
import { read } from "./dossiers";
import { finder } from "./finder";
import { KEY } from "./keys";
import { countOf, currentErrand, RESULTS, resultOf, shortName, type Doing, type Draft, type Model } from "./model";
import { HANDED, RESULT, t } from "./words";

type Write = (some: Partial<Draft>) => void;

export function outcome(model: Model, ticket: Ticket, doing: Doing): TemplateResult | typeof nothing {
  const { draft } = model;
  const errand = currentErrand(ticket);
  if (!draft || !errand) return nothing;
  const result = resultOf(draft, errand);
  const write: Write = (some) => doing.change({ draft: { ...draft, ...some } });
  const submit = (event: Event) => {
    event.preventDefault();
    void doing.finish();
  };
  return html`<form class="outcome" novalidate @submit=${submit}>
    <fieldset class="results">
      <legend>${t("desk.outcome")}</legend>
      ${RESULTS.map((it, index) => resultChoice(it, index, result, write))}
    </fieldset>
    ${result === "supplement" ? missingPapers(errand.papers, draft, write) : nothing} ${dossiers(draft, result, write)}
    ${handedOver(model, errand, draft, result, write, doing)} ${confirmation(model, ticket, errand, doing)}
    <button class="button primary huge" ?disabled=${model.busy}>${t("desk.finish")} <kbd>${KEY.finish}</kbd></button>
  </form>`;
}

/** Is it the right procedure? The key that finishes says yes; one key corrects instead. */
function confirmation(model: Model, ticket: Ticket, errand: Errand, doing: Doing): TemplateResult | typeof nothing {
  if (!errand.procedure) return nothing;
  const all = ticket.errands.length;
  const n = ticket.errands.indexOf(errand) + 1;
  return html`<div class="confirm">
    <p>
      ${all > 1 ? html`${t("desk.errand", { n, all })} · ` : nothing}${t("desk.right_procedure")}
      <b>${errand.procedure.code} ${shortName(model, errand)}</b>${errand.agency && errand.decision.accept === "yes" ? html` · ${pick(errand.agency.name)}` : nothing}
    </p>
    <button type="button" class="button small" data-action="correct" ?disabled=${model.busy} @click=${() => doing.act("correct", ticket)}>
      ${t("desk.correct")} <kbd>${KEY.correct}</kbd>
    </button>
  </div>`;
}

/** Where the dossier goes from here, and where its result is wanted. */
function handedOver(model: Model, errand: Errand, draft: Draft, result: Result, write: Write, doing: Doing): TemplateResult | typeof nothing {
  const { decision } = errand;
  if (decision.accept !== "yes_handover" || result !== "accepted" || !decision.route) return nothing;
  const to = errand.agency ? pick(errand.agency.name) : "";
  return html`<div class="handed">
    <p>${t("desk.goes_to", { to, how: HANDED[decision.route]() })}</p>
    ${finder({
      ...doing.finder("return_to", model.finding),
      label: t("desk.return_to"),
      chosen: draft.returnTo?.name ?? t("desk.return_here"),
      choose: (found) => {
        // Centres differ in the end of their names only; where they stand says it in fewer words.
        write({ returnTo: found.key === model.hall.id ? null : { id: found.key, name: found.note || found.title } });
        doing.change({ finding: null });
      },
    })}
  </div>`;
}

function resultChoice(it: Result, index: number, chosen: Result, write: Write): TemplateResult {
  return html`<label class="choice ${chosen === it ? "chosen" : ""}">
    <input type="radio" name="result" value=${it} .checked=${asShown(chosen === it)} @change=${() => write({ result: it })} />
    <span>${RESULT[it]()}</span><kbd>${index + 1}</kbd>
  </label>`;
}

function dossiers(draft: Draft, result: Result, write: Write): TemplateResult {
  const { codes, bad } = read(draft.dossiers);
  const count = countOf(draft, result, codes.length);
  const text = (event: Event) => (event.target as HTMLTextAreaElement | HTMLInputElement).value;
  return html`<div class="dossiers">
    <label class="field">
      <span>${t("desk.dossiers")}${codes.length > 0 ? html` <small>${t("desk.dossiers_read", { n: codes.length })}</small>` : nothing}</span>
      <textarea
        name="dossiers"
        rows="2"
        spellcheck="false"
        placeholder=${t("desk.dossiers_hint")}
        aria-invalid=${bad.length > 0 ? "true" : "false"}
        .value=${asShown(draft.dossiers)}
        @input=${(event: Event) => write({ dossiers: text(event) })}
      ></textarea>
    </label>
    <label class="field count">
      <span>${t("desk.count")}</span>
      <input
        name="count"
        type="number"
        min=${codes.length}
        max="999"
        aria-invalid=${count < codes.length ? "true" : "false"}
        .value=${asShown(String(count))}
        @input=${(event: Event) => write({ count: text(event) === "" ? null : Number(text(event)) })}
      />
    </label>
    ${bad.map((code) => html`<p class="error" role="alert">${t("desk.dossier_bad", { code })}</p>`)}
    ${count < codes.length ? html`<p class="error" role="alert">${t("desk.count_low")}</p>` : nothing}
  </div>`;
}

function missingPapers(papers: readonly Both[], draft: Draft, write: Write): TemplateResult | typeof nothing {
  if (papers.length === 0) return nothing;
  const toggle = (paper: string, on: boolean) =>
    write({ missing: on ? [...draft.missing, paper] : draft.missing.filter((it) => it !== paper) });
  return html`<fieldset class="missing">
    <legend>${t("desk.missing")}</legend>
    ${papers.map(
      (paper) => html`<label class="choice">
        <input
          type="checkbox"
          .checked=${asShown(draft.missing.includes(paper.vi))}
          @change=${(event: Event) => toggle(paper.vi, (event.target as HTMLInputElement).checked)}
        />
        <span>${pick(paper)}</span>
      </label>`,
    )}
  </fieldset>`;
}

