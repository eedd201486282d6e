// An identity card may be scanned, and need not be: what it is for, what is kept, and a way past it of the same size.
import { html, nothing, type TemplateResult } from "lit-html";
import { answer, question } from "../frame";
import { icon } from "../icons";
import { back, go, replace, state, type CardHelps, type Screen } from "../state";
import { goToGuide, readCard } from "../visit";
import { t } from "../words";

const LONGEST = 1000; // characters; a card has about 150

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
    ${question(t(listening ? "screen.card_hold" : helps === "door" ? "screen.card_door" : "screen.card_question"), t("screen.card_kept"))}
    ${helps === "door" && !state.scanner ? html`<p class="note notice">${t("screen.card_door_guide")}</p>` : nothing}
    ${trouble ? html`<p class="note warn notice" role="alert">${trouble}</p>` : nothing}
    <div class="answers answers--one answers--equal">
      ${!state.scanner
        ? nothing
        : listening
          ? html`<p class="scan" role="status">${icon("card")} <span>${t("screen.card_waiting")}</span></p>`
          : answer("card-scan", t("screen.card_scan"), t("screen.card_scan_line"), () => replace({ name: "card", helps, listening: true, trouble: "" }), {
            sign: "card",
          })}
      ${answer("card-skip", t("screen.card_skip"), t(helps === "door" ? "screen.card_skip_door" : "screen.card_skip_line"), helps === "door" ? goToGuide : back, {
        sign: "skip",
      })}
    </div>
  `;
}

/** A scan counts only after "scan" was touched: until then nobody has agreed to it. */
export function scannedOnCard(screen: CardScreen, text: string): void {
  if (!screen.listening || state.busy) return;
  if (text.length > LONGEST) replace({ ...screen, listening: false, trouble: t("screen.card_unreadable") });
  else readCard(text, screen.helps);
}
