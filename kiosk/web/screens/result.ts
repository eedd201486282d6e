// What came of it: a number, or trouble with what to do now.
import { html, nothing, type TemplateResult } from "lit-html";
import { icon } from "../icons";
import { rest } from "../idle";
import { go, home, state, type Screen } from "../state";
import { callForHelp, printAgain, takeAdvice } from "../visit";
import { called, people, said, t } from "../words";
import type { Issued, PrintState } from "../wire";
import { whoDecides } from "./confirm";
import { staffDoor } from "./staff";

const PRINTS = new Set(["ok", "near_end"]);

export function numberScreen(screen: Extract<Screen, { name: "number" }>): TemplateResult {
  const { issued } = screen;
  const errand = said(state.visit.procedure?.short_name) || shortened(said(issued.procedure?.name));
  return html`
    <div class="number">
      <h1 class="number__title" tabindex="-1">${t("screen.your_number")}<span class="visually-hidden"> ${issued.label}</span></h1>
      <p class="number__label" data-role="label" data-letters=${issued.label.length} aria-hidden="true">${issued.label}</p>
      <p class="number__paper" role="status" data-print=${printOf(issued.print) ?? "none"}>
        ${icon("printer")} <span>${paperSentence(issued)}</span>
      </p>
      <div class="number__next">
        <ol class="steps">
          <li>${ahead(issued)}</li>
          <li>${t("screen.sit_and_watch")}</li>
          <li>${t("screen.if_missed")}</li>
        </ol>
        ${qr(issued)}
      </div>
      ${issued.decision && issued.purpose !== "advice"
        ? html`<p class="number__who">${errand ? html`<b>${errand.endsWith("…") ? errand : `${errand}.`}</b> ` : nothing}${whoDecides(issued.decision, issued.purpose)}</p>`
        : nothing}
      <div class="number__foot">
        ${again(issued)}
        <button class="take take--done" type="button" data-action="done" ?disabled=${state.fresh} @click=${rest}>${t("screen.done")}</button>
      </div>
    </div>
  `;
}

export function helpScreen({ call }: Extract<Screen, { name: "help" }>): TemplateResult {
  return html`
    <div class="message">
      <h1 tabindex="-1">${t(call === "coming" ? "screen.help_coming" : "screen.help_question")}</h1>
      ${call === "coming" ? nothing : html`<p>${t("screen.help_ways")}</p>`}
      <div role="status">
        ${call ? html`<p class="note ${call === "coming" ? "ok" : "warn"} notice" data-role="call">${t(`screen.help_${call}_line`)}</p>` : nothing}
      </div>
    </div>
    <div class="confirm__act">
      ${call === "coming"
        ? nothing
        : html`<button class="take" type="button" data-action="call-help" @click=${callForHelp}>${t("screen.help_call")}</button>`}
      <button class="take take--second" type="button" data-action="advice" @click=${takeAdvice}>${t("screen.take_advice")}</button>
      ${staffDoor()}
    </div>
  `;
}

export function troubleScreen(screen: Extract<Screen, { name: "trouble" }>): TemplateResult {
  const { sentence, again, door = false } = screen;
  return html`
    <div class="message" role="alert">
      <h1 tabindex="-1">${t(door ? "screen.door" : "screen.trouble")}</h1>
      <p>${sentence}</p>
    </div>
    <div class="confirm__act">
      ${again
        ? html`<button class="take" type="button" data-action="retry" @click=${again}>${t("screen.retry")}</button>`
        : nothing}
      ${door
        ? html`<button class="take" type="button" data-action="guide" @click=${() => go({ name: "help" })}>${t("screen.help")}</button>`
        : nothing}
      <button class="take take--second" type="button" data-action="home" @click=${home}>${t("screen.home")}</button>
    </div>
  `;
}

function ahead(issued: Issued): string {
  const before =
    issued.ahead === null ? "" : issued.ahead === 0 ? t("screen.you_are_next") : t("screen.ahead", { people: people(issued.ahead) });
  if (issued.uncovered) return [before, said(issued.uncovered)].filter(Boolean).join(" "); // no wait can be promised
  if (issued.offline) return t("screen.wait_unknown");
  const until = called(issued);
  return [before, until].filter(Boolean).join(" ") || t("screen.called_soon");
}

/** Once the printer is well again, the paper that did not come out is one touch away. */
function again({ print }: Issued): TemplateResult | typeof nothing {
  if (print === null || printOf(print) !== "failed" || !PRINTS.has(state.printer)) return nothing;
  return html`<button class="take take--second take--done" type="button" data-action="print-again" @click=${() => printAgain(print)}>${t("screen.print_again")}</button>`;
}

function qr(issued: Issued): TemplateResult | typeof nothing {
  if (!/^https?:\/\//.test(issued.track_url)) return nothing; // a path alone: no phone could open it
  return html`
    <figure class="number__qr">
      <img src="/local/qr.png?data=${encodeURIComponent(issued.track_url)}" alt="" width="240" height="240" />
      <figcaption>${t("screen.qr")}</figcaption>
    </figure>
  `;
}

export function printOf(print: string | null): PrintState | null {
  return print === null ? null : (state.prints[print] ?? "waiting");
}

function paperSentence(issued: Issued): string {
  if (issued.print === null) return t("screen.no_slip", { label: issued.label });
  return printSentence(printOf(issued.print), t("screen.take_slip"), issued.label);
}

export function printSentence(print: PrintState | null, done: string, label = ""): string {
  switch (print) {
    case "printed":
      return done;
    case "failed":
      return label ? t("screen.print_failed", { label }) : t("screen.referral_failed");
    case "unknown":
      return label ? t("screen.print_unknown", { label }) : t("screen.referral_failed");
    default:
      return t("screen.printing");
  }
}

/** Some official names run to a thousand letters; the slip has them whole. */
function shortened(name: string): string {
  return name.length > 120 ? name.slice(0, 118).replace(/[\s,;]+\S*$/, "…") : name;
}
