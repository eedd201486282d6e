// Where the matter lies: here, elsewhere in the province, at an old address, outside, or left to the desk.
import { html, nothing, type TemplateResult } from "lit-html";
import { answer, question } from "../frame";
import { keyboard } from "../keyboard";
import { local } from "../local";
import { firstPages, pages } from "../pages";
import { go, replace, state, type Screen } from "../state";
import { chooseArea, chooseElsewhere, leaveAreaToDesk } from "../visit";
import { said, t } from "../words";
import type { AreaEntry } from "../wire";

const PAUSE_MS = 120;
const FORMER = "old:";

let pending = 0;

type Areas = Extract<Screen, { name: "areas" }>;

export function areaScreen(): TemplateResult {
  const { procedure } = state.visit;
  const asked = said(procedure?.area_question) || t("screen.area_question");
  return html`
    ${question(asked, procedure ? said(procedure.short_name) : nothing)}
    ${pages("area", "answers answers--one", [
      state.home ? ownArea(state.home) : nothing,
      answer("area-other", t("screen.area_other"), t("screen.area_other_line"), () => openAreas(false)),
      answer("area-old", t("screen.area_old"), t("screen.area_old_line"), () => openAreas(true)),
      answer("area-outside", t("screen.area_outside"), t("screen.area_outside_line"), chooseElsewhere),
      answer("area-later", t("screen.area_later"), t("screen.area_later_line"), leaveAreaToDesk),
    ])}
  `;
}

export function areasScreen(screen: Areas): TemplateResult {
  const { former, typed, found } = screen;
  const asked = t(former ? "screen.areas_former_question" : "screen.areas_question");
  return html`
    ${question(asked)}
    <div class="typing">
      <div class="typing__keys">${keyboard("words", typed, asked, t("screen.areas_hint"), searched)}</div>
      <div class="typing__found" aria-live="polite">
        ${found?.length === 0 && typed.trim() ? html`<p class="empty">${t("screen.areas_none")}</p>` : nothing}
        ${found?.length ? pages("areas", "answers answers--list", found.map((it) => areaAnswer(it.area, it))) : nothing}
      </div>
    </div>
  `;
}

/** An old commune that was split: which of today's holds the address. */
export function splitScreen(screen: Extract<Screen, { name: "split" }>): TemplateResult {
  const choices = screen.decision.ask;
  return html`
    ${question(t("screen.split_question"), said(screen.decision.reason))}
    ${pages("split", "answers answers--one", [
      ...choices.map((it) => areaAnswer(it.area, { name: it.name, note: null })),
      answer("area-later", t("screen.area_later"), t("screen.area_later_line"), leaveAreaToDesk),
    ])}
  `;
}

function ownArea(own: AreaEntry): TemplateResult {
  return answer("area-own", t("screen.area_here", { area: said(own.name) }), nothing, () => chooseArea(own.area, said(own.name)), {
    look: "answer--own",
  });
}

function areaAnswer(area: string, known: Pick<AreaEntry, "name" | "note">): TemplateResult {
  return answer("area", said(known.name), said(known.note), () => chooseArea(area, said(known.name)), { code: area });
}

function openAreas(former: boolean): void {
  go({ name: "areas", former, typed: "", found: null });
  void find("");
}

function searched(text: string): void {
  if (state.screen.name === "areas") replace({ ...state.screen, typed: text });
  clearTimeout(pending);
  pending = window.setTimeout(() => void find(text), PAUSE_MS);
}

async function find(text: string): Promise<void> {
  const all = await local.areas(text.trim()).catch(() => []);
  const screen = state.screen;
  if (screen.name !== "areas" || screen.typed !== text) return;
  firstPages();
  replace({ ...screen, found: all.filter((it) => it.area.startsWith(FORMER) === screen.former) });
}
