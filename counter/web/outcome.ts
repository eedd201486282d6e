// What came of the errand: the result, the dossier codes and how many there are.
import { html, nothing, type TemplateResult } from "lit-html";
import { live as asShown } from "lit-html/directives/live.js";
import { pick, type Both } from "../../server/web/shared/text";
import type { Result } from "../../server/web/shared/wire";
import { read } from "./dossiers";
import { countOf, currentErrand, RESULTS, type Doing, type Draft, type Model } from "./model";
import { RESULT, t } from "./words";

export function outcome(model: Model, doing: Doing): TemplateResult | typeof nothing {
  const { draft } = model;
  if (!draft) return nothing;
  const write = (some: Partial<Draft>) => doing.change({ draft: { ...draft, ...some } });
  const submit = (event: Event) => {
    event.preventDefault();
    void doing.finish();
  };
  return html`<form class="outcome" novalidate @submit=${submit}>
    <fieldset class="results">
      <legend>${t("desk.outcome")}</legend>
      ${RESULTS.map((it, index) => resultChoice(it, index, draft, write))}
    </fieldset>
    ${draft.result === "supplement" ? missingPapers(papersOf(model), draft, write) : nothing} ${dossiers(draft, write)}
    <button class="button primary huge" ?disabled=${model.busy}>${t("desk.finish")} <kbd>F</kbd></button>
  </form>`;
}

function resultChoice(it: Result, index: number, draft: Draft, write: (some: Partial<Draft>) => void): TemplateResult {
  return html`<label class="choice ${draft.result === it ? "chosen" : ""}">
    <input type="radio" name="result" value=${it} .checked=${asShown(draft.result === it)} @change=${() => write({ result: it })} />
    <span>${RESULT[it]()}</span><kbd>${index + 1}</kbd>
  </label>`;
}

function dossiers(draft: Draft, write: (some: Partial<Draft>) => void): TemplateResult {
  const { codes, bad } = read(draft.dossiers);
  const count = countOf(draft, codes.length);
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

function missingPapers(papers: readonly Both[], draft: Draft, write: (some: Partial<Draft>) => void): TemplateResult | typeof nothing {
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

function papersOf({ desk }: Model): readonly Both[] {
  return (desk?.current && currentErrand(desk.current)?.papers) ?? [];
}
