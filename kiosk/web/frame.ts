// What stands around every question: where one is, the bar of the same buttons, and the idle question.
import { html, nothing, type TemplateResult } from "lit-html";
import { language, setLanguage } from "../../server/web/shared/text";
import { cells } from "../../server/web/shared/cells";
import { icon, type Icon } from "./icons";
import { moreTime, rest } from "./idle";
import { canSpeak, isSpeaking, listen } from "./speech";
import { back, change, go, home, state, type Modes } from "./state";
import { said, t } from "./words";
import { step } from "./visit";

export function frame(time: string, question: TemplateResult): TemplateResult {
  return html`
    <header class="top">
      <p class="top__hall">${said(state.menu?.hall.name)}</p>
      <p class="top__time" aria-hidden="true">${time ? cells(time) : nothing}</p>
    </header>
    <main class="stage" data-screen=${state.screen.name} aria-busy=${state.busy ? "true" : "false"}>
      ${onItsOwn()} ${question}
    </main>
    ${bar()}
    <p class="wait" role="status">${state.busy ? t("screen.wait") : nothing}</p>
    ${idleQuestion()}
  `;
}

/** The server is away and numbers are given all the same: said once, on the first screen. */
function onItsOwn(): TemplateResult | typeof nothing {
  if (!state.offline || state.screen.name !== "home") return nothing;
  return html`<p class="note notice" role="status" data-role="offline">${t("screen.on_its_own")}</p>`;
}

/** The question itself, with the place on the way above it; the first screen has a greeting there. */
export function question(title: string, under: string | typeof nothing = nothing, greeting = ""): TemplateResult {
  const place = step();
  const above = place ? t("screen.step", { now: place.now, of: place.of }) : greeting;
  return html`
    <div class="question">
      ${above ? html`<p class="question__step">${above}</p>` : nothing}
      <h1 tabindex="-1">${unbroken(title)}</h1>
      ${under === nothing || under === "" ? nothing : html`<p class="question__under">${under}</p>`}
    </div>
  `;
}

/** Nobody is addressed across two lines. */
function unbroken(title: string): string {
  return title.replace(/Quý công dân/g, "Quý\u00a0công\u00a0dân");
}

/** One answer: its name, a plain line under it, and what it stands for. */
export function answer(
  action: string,
  name: string,
  line: string | TemplateResult | typeof nothing,
  choose: () => void,
  more: { sign?: Icon; look?: string; code?: string; disabled?: boolean } = {},
): TemplateResult {
  return html`
    <button
      class="answer ${more.look ?? ""}"
      type="button"
      data-action=${action}
      data-code=${more.code ?? nothing}
      ?disabled=${more.disabled ?? false}
      @click=${choose}
    >
      ${more.sign ? icon(more.sign) : nothing}
      <span class="answer__text">
        <b class="answer__name">${name}</b>
        ${line === nothing || line === "" ? nothing : html`<span class="answer__line">${line}</span>`}
      </span>
    </button>
  `;
}

function bar(): TemplateResult {
  const { screen, before } = state;
  const atStart = screen.name === "home";
  const mayGoBack = before.length > 0 && screen.name !== "number";
  return html`
    <nav class="bar" aria-label=${t("screen.bar")}>
      ${tool("back", "back", t("screen.back"), back, !mayGoBack)} ${tool("home", "home", t("screen.home"), home, atStart)}
      ${tool("help", "help", t("screen.help"), () => go({ name: "help" }), screen.name === "help")}
      ${listening()} ${mode("larger", t("screen.larger"))}
      <button
        class="tool"
        type="button"
        data-action="language"
        lang=${language() === "vi" ? "en" : "vi"}
        @click=${() => setLanguage(language() === "vi" ? "en" : "vi")}
      >
        <span class="tool__letters" aria-hidden="true">${language() === "vi" ? "EN" : "VI"}</span>
        <span>${t("screen.other_language")}</span>
      </button>
      ${mode("seated", t("screen.seated"))} ${mode("contrast", t("screen.contrast"))}
    </nav>
  `;
}

function tool(action: string, sign: Icon, name: string, press: () => void, disabled: boolean): TemplateResult {
  return html`
    <button class="tool tool--${action}" type="button" data-action=${action} ?disabled=${disabled} @click=${press}>
      ${icon(sign)}<span>${name}</span>
    </button>
  `;
}

function listening(): TemplateResult | typeof nothing {
  if (!canSpeak()) return nothing;
  const on = isSpeaking();
  return html`
    <button class="tool ${on ? "tool--on" : ""}" type="button" data-action="listen" @click=${listen}>
      ${icon("listen")}<span>${on ? t("screen.listen_stop") : t("screen.listen")}</span>
    </button>
  `;
}

function mode(name: keyof Modes, text: string): TemplateResult {
  const on = state.modes[name];
  return html`
    <button
      class="tool"
      type="button"
      data-action=${name}
      aria-pressed=${on ? "true" : "false"}
      @click=${() => change({ modes: { ...state.modes, [name]: !on } })}
    >
      ${icon(name)}<span>${text}</span>
    </button>
  `;
}

function idleQuestion(): TemplateResult {
  return html`
    <dialog class="idle" aria-labelledby="idle-question" @cancel=${cancelled}>
      <h2 id="idle-question">${t("screen.still_there")}</h2>
      <p role="timer">${t("screen.going_home", { seconds: state.countdown ?? 0 })}</p>
      <div class="idle__answers">
        <button class="button primary" type="button" data-action="more-time" @click=${moreTime}>${t("screen.more_time")}</button>
        <button class="button" type="button" data-action="leave" @click=${rest}>${t("screen.home")}</button>
      </div>
    </dialog>
  `;
}

function cancelled(event: Event): void {
  event.preventDefault();
  moreTime();
}
