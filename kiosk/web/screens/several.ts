// Several things under one number: the list of errands, and how many dossiers somebody brings for whom.
import { html, nothing, type TemplateResult } from "lit-html";
import { answer, question } from "../frame";
import { another, ERRANDS_AT_MOST, giveUp } from "../errands";
import { back, go, setVisit, state, type Errand } from "../state";
import type { Party } from "../wire";
import { said, t } from "../words";

const PARTIES: readonly Party[] = ["self", "family", "authorised", "organisation"];
const PRESETS = [1, 5, 10, 20];
const DOSSIERS_AT_MOST = 500; // as the server has it

/** Nothing for the one errand most people come with. */
export function errandList(): TemplateResult[] {
  const { others } = state.visit;
  if (others.length === 0) return [];
  const all: Errand[] = [...others.map((it) => it.errand), state.visit];
  return [
    html`<h2 class="reading__title">${t("screen.errands", { n: all.length })}</h2>`,
    ...all.map(
      (it, index) => html`
        <p class="errand">
          <span class="errand__name">${index + 1}. ${nameOf(it)}</span>
          <button class="button errand__drop" type="button" data-action="drop-errand" data-code=${index} @click=${() => giveUp(index)}>
            ${t("screen.errand_drop")}<span class="visually-hidden"> ${nameOf(it)}</span>
          </button>
        </p>
      `,
    ),
  ];
}

/** The two quiet ways off the path: one thing more, and many dossiers or somebody else's. */
export function besides(): TemplateResult {
  const { others } = state.visit;
  const full = others.length + 1 >= ERRANDS_AT_MOST;
  return html`
    <div class="besides">
      ${full ? nothing : answer("another", t("screen.another"), nothing, another, { look: "answer--quiet" })}
      ${answer("party", partyChosen() || t("screen.party_ask"), nothing, () => go({ name: "party" }), {
        look: partyChosen() ? "answer--quiet answer--chosen" : "answer--quiet",
      })}
    </div>
  `;
}

export function partyScreen(): TemplateResult {
  const { party, count } = state.visit;
  const dossiers = count ?? 1;
  return html`
    ${question(t("screen.party_question"), t("screen.party_under"))}
    <div class="answers answers--party">
      ${PARTIES.map((it) =>
        answer("party-choice", t(`screen.party_${it}`), nothing, () => setVisit({ party: it }), {
          code: it,
          look: party === it ? "answer--chosen" : "",
        }),
      )}
    </div>
    <section class="count" aria-label=${t("screen.count")}>
      <h2 class="reading__title">${t("screen.count")}</h2>
      <div class="count__line">
        ${step("count-less", "−", t("screen.count_less"), dossiers - 1)}
        <output class="count__now" aria-live="polite" data-role="count">${dossiers}</output>
        ${step("count-more", "+", t("screen.count_more"), dossiers + 1)}
      </div>
      <div class="count__presets">
        ${PRESETS.map(
          (it) => html`
            <button
              class="button ${it === dossiers ? "button--chosen" : ""}"
              type="button"
              data-action="count-preset"
              data-code=${it}
              aria-pressed=${it === dossiers ? "true" : "false"}
              @click=${() => setVisit({ count: it })}
            >
              ${it}
            </button>
          `,
        )}
      </div>
    </section>
    <div class="confirm__act">
      <button class="take" type="button" data-action="party-done" @click=${back}>${t("screen.party_done")}</button>
    </div>
  `;
}

function step(action: string, sign: string, name: string, to: number): TemplateResult {
  const within = to >= 1 && to <= DOSSIERS_AT_MOST;
  return html`
    <button
      class="button count__step"
      type="button"
      data-action=${action}
      data-repeat
      aria-label=${name}
      ?disabled=${!within}
      @click=${() => setVisit({ count: to })}
    >
      ${sign}
    </button>
  `;
}

/** "Người được ủy quyền · 12 hồ sơ"; empty for whoever said nothing. */
function partyChosen(): string {
  const { party, count } = state.visit;
  const dossiers = count === null ? "" : count === 1 ? t("screen.one_dossier") : t("screen.dossiers", { n: count });
  return [party ? t(`screen.party_${party}`) : "", dossiers].filter(Boolean).join(" · ");
}

export function nameOf({ procedure, dossier, purpose }: Errand): string {
  const errand = said(procedure?.short_name) || dossier;
  if (purpose === "collect_result") return t("screen.confirm_collect", { errand });
  if (purpose === "supplement") return t("screen.confirm_supplement", { errand });
  return errand;
}
