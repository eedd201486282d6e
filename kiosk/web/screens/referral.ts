// No number for this here: why, by which law, where it is done and how online; and somebody to ask all the same.
import { html, nothing, type TemplateResult } from "lit-html";
import { goOnWithOthers } from "../errands";
import { question } from "../frame";
import { pages } from "../pages";
import { state, type Screen } from "../state";
import { take, takeAdvice } from "../visit";
import { said, t } from "../words";
import type { Decision } from "../wire";
import { printOf, printSentence } from "./result";
import { nameOf } from "./several";

type Place = Decision["refer_to"][number];

const PORTAL = "portal";

export function referralScreen(screen: Extract<Screen, { name: "referral" }>): TemplateResult {
  const { decision, print } = screen;
  const { reason, article, refer_to: places } = decision;
  if (places.length === 0) return guidanceScreen(decision);
  return html`
    ${question(t("screen.referral_title"), [state.visit.others.length ? `${nameOf(state.visit)}:` : "", said(reason)].filter(Boolean).join(" "))}
    <div class="confirm">
      <div class="confirm__read">
        ${byLaw(article)} ${pages("places", "places", places.map(place))}
      </div>
      <div class="confirm__act">
        ${print !== null ? html`<p class="note ok" role="status">${printSentence(printOf(print), t("screen.referral_printed"))}</p>` : nothing}
        ${print === null && state.visit.procedure
          ? html`<button class="take ${state.visit.others.length ? "take--second" : ""}" type="button" data-action="print-referral" @click=${take}>
              ${state.busy ? t("screen.wait") : t("screen.referral_print")}
            </button>`
          : nothing}
        ${others()}
        <button class="take take--second" type="button" data-action="advice" @click=${takeAdvice}>${t("screen.take_advice")}</button>
      </div>
    </div>
  `;
}

/** What else was asked for is not lost with the one that belongs elsewhere. */
function others(): TemplateResult | typeof nothing {
  const { length } = state.visit.others;
  if (length === 0) return nothing;
  return html`<button class="take" type="button" data-action="keep-others" @click=${goOnWithOthers}>${t("screen.keep_others", { n: length })}</button>`;
}

/** Nobody can say where to go: an unknown code, a procedure that ended. Somebody here can. */
function guidanceScreen({ reason, article }: Decision): TemplateResult {
  return html`
    <div class="message">
      <h1 tabindex="-1">${t("screen.guidance_title")}</h1>
      <p>${said(reason)}</p>
      ${byLaw(article)}
      <p class="message__quiet">${t("screen.help_line")}</p>
    </div>
    <div class="confirm__act">
      ${others()}
      <button class="take ${state.visit.others.length ? "take--second" : ""}" type="button" data-action="advice" @click=${takeAdvice}>${t("screen.take_advice")}</button>
    </div>
  `;
}

function byLaw(article: string | null): TemplateResult | typeof nothing {
  return article ? html`<p class="by-law">${t("screen.by_law", { article })}</p>` : nothing;
}

/** The online way has a code to scan: nobody types an address off a screen. */
function place(one: Place): TemplateResult {
  const online = one.ref === PORTAL && one.url !== null;
  return html`
    <section class="place ${online ? "place--online" : ""}">
      <div>
        <h2>${said(one.name)}</h2>
        ${one.address ? html`<p><b>${t("screen.address")}</b> ${said(one.address)}</p>` : nothing}
        ${one.hours ? html`<p><b>${t("screen.opening")}</b> ${said(one.hours)}</p>` : nothing}
        ${one.note ? html`<p>${said(one.note)}</p>` : nothing}
        ${one.url ? html`<p><b>${t("screen.online")}</b> ${one.url.replace(/^https?:\/\//, "")}</p>` : nothing}
        ${online ? html`<p>${t("screen.online_scan")}</p>` : nothing}
      </div>
      ${online ? html`<img src="/local/qr.png?data=${encodeURIComponent(one.url ?? "")}" alt="" width="200" height="200" />` : nothing}
    </section>
  `;
}
