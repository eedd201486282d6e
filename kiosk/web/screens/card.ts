// An identity card may be scanned, and need not be: what it is for, what is kept, and a way past it of the same size.
import { html, nothing, type TemplateResult } from "lit-html";
import { answer, question } from "../frame";
import { icon } from "../icons";
import { back, go, replace, state, type CardHelps, type Screen } from "../state";
import { readCard } from "../visit";
import { t } from "../words";

type CardScreen = Extract<Screen, { name: "card" }>;

/** The way to the card's screen, only where this device has a scanner and no card was read yet. */
export function offerCard(helps: CardHelps): TemplateResult | typeof nothing {
  if (!state.scanner || state.visit.card) return nothing;
  const line = helps === "priority" ? t("screen.card_for_priority") : t("screen.card_for_area");
  return answer("card", t("screen.card_scan"), line, () => go({ name: "card", helps, listening: false, trouble: "" }), {
    sign: "card",
  });
}

export function cardScreen(screen: CardScreen): TemplateResult {
  const { helps, listening, trouble } = screen;
  return html`
    ${question(t(listening ? "screen.card_hold" : "screen.card_question"), t("screen.card_kept"))}
    ${trouble ? html`<p class="note warn notice" role="alert">${trouble}</p>` : nothing}
    <div class="answers answers--one answers--equal">
      ${listening
        ? html`<p class="scan" role="status">${icon("card")} <span>${t("screen.card_waiting")}</span></p>`
        : answer("card-scan", t("screen.card_scan"), t("screen.card_scan_line"), () => replace({ name: "card", helps, listening: true, trouble: "" }), {
            sign: "card",
          })}
      ${answer("card-skip", t("screen.card_skip"), t("screen.card_skip_line"), back, { sign: "skip" })}
    </div>
  `;
}

/** A scan counts only after "scan" was touched: until then nobody has agreed to it. */
export function scannedOnCard(screen: CardScreen, text: string): void {
  if (screen.listening && !state.busy) readCard(text, screen.helps);
}
