// Collecting or supplementing: the code on the receipt, scanned or typed, looked over before anybody is asked about it.
import { html, nothing, type TemplateResult } from "lit-html";
import { scannedCode, typedCode } from "../dossier";
import { answer, question } from "../frame";
import { icon } from "../icons";
import { keyboard } from "../keyboard";
import { go, replace, state, type Screen } from "../state";
import { chooseDossier } from "../visit";
import { t } from "../words";

type DossierScreen = Extract<Screen, { name: "dossier" }>;

export function dossierScreen(screen: DossierScreen): TemplateResult {
  const { typed } = screen;
  const { code } = typedCode(typed);
  const wrong = mistake(screen);
  return html`
    ${question(t("screen.dossier_question"), t("screen.dossier_under"))}
    <div class="typing">
      <div class="typing__keys">
        ${keyboard("code", typed, t("screen.dossier_question"), t("screen.dossier_hint"), (text) =>
          replace({ name: "dossier", typed: text, scanned: "none" }),
        )}
      </div>
      <div class="typing__found">
        ${state.scanner && !wrong ? html`<p class="scan">${icon("scan")} <span>${t("screen.dossier_scan")}</span></p>` : nothing}
        <div role="alert">${wrong ? html`<p class="note warn notice">${wrong}</p>` : nothing}</div>
        <div class="by-code">
          ${answer("dossier", t("screen.dossier_use"), code ?? t("screen.dossier_form"), () => code && chooseDossier(code), {
            look: "answer--primary",
            disabled: !code,
          })}
          ${answer("no-dossier", t("screen.dossier_none"), t("screen.dossier_none_line"), () => go({ name: "choose" }))}
        </div>
      </div>
    </div>
  `;
}

/** A scan needs no further touch when it holds a code. */
export function scannedOnDossier(text: string): void {
  if (state.busy) return;
  const { code, impossible } = scannedCode(text);
  replace({ name: "dossier", typed: code ?? "", scanned: impossible ? { impossible } : code ? "none" : "no_code" });
  if (code) chooseDossier(code);
}

function mistake({ typed, scanned }: DossierScreen): string {
  if (scanned === "no_code") return t("screen.dossier_no_code");
  const impossible = scanned === "none" ? typedCode(typed).impossible : scanned.impossible;
  return impossible ? t("screen.dossier_no_such_day", { date: impossible }) : "";
}
