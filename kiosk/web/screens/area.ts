// Where the matter lies: here, elsewhere in the province under its name of today or of before, outside, or left to the desk.
import { html, nothing, type TemplateResult } from "lit-html";
import { answer, question } from "../frame";
import { keyboard } from "../keyboard";
import { local } from "../local";
import { firstPages, pages } from "../pages";
import { go, replace, state, type Screen } from "../state";
import { areaQuestions, chooseArea, chooseElsewhere, goOnWithoutArea, leaveAreaToDesk } from "../visit";
import { inside, said, t } from "../words";
import type { AreaEntry } from "../wire";
import { offerCard } from "./card";

const PAUSE_MS = 120;

let pending = 0;

type Shown<Name extends Screen["name"]> = Extract<Screen, { name: Name }>;

export function areaScreen({ nth }: Shown<"area">): TemplateResult {
  return html`
    ${question(asked(nth), under(nth))}
    ${pages("area", "answers answers--one", [
      state.home ? ownArea(nth, state.home) : nothing,
      answer("area-other", t("screen.area_other"), t("screen.area_other_line"), () => openAreas(nth)),
      answer("area-outside", t("screen.area_outside"), t("screen.area_outside_line"), () => chooseElsewhere(nth)),
      offerCard({ nth }),
      leftOpen(nth),
    ])}
  `;
}

export function areasScreen(screen: Shown<"areas">): TemplateResult {
  const { nth, typed, found } = screen;
  return html`
    ${question(t("screen.areas_question"), asked(nth))}
    <div class="typing">
      <div class="typing__keys">${keyboard("words", typed, t("screen.areas_question"), t("screen.areas_hint"), searched)}</div>
      <div class="typing__found" aria-live="polite">
        ${found?.length === 0 && typed.trim() ? html`<p class="empty">${t("screen.areas_none")}</p>` : nothing}
        ${found?.length ? pages("areas", "answers answers--list", found.map((it) => areaAnswer(nth, it.area, it))) : nothing}
      </div>
    </div>
  `;
}

/** An old commune that was split: which of today's holds the address. */
export function splitScreen({ nth, decision }: Shown<"split">): TemplateResult {
  return html`
    ${question(t("screen.split_question"), said(decision.reason))}
    ${pages("split", "answers answers--one", [
      ...decision.ask.map((it) => areaAnswer(nth, it.area, { name: it.name, note: null })),
      leftOpen(nth),
    ])}
  `;
}

/** The commune on the card is only proposed: it may be an old address, or not the place the procedure asks about. */
export function cardedScreen({ nth, proposed }: Shown<"carded">): TemplateResult {
  const name = said(proposed.name);
  return html`
    ${question(t("screen.carded_question", { area: inside(name) }), asked(nth))}
    ${pages("carded", "answers answers--one answers--equal", [
      answer("area", t("screen.carded_yes", { area: inside(name) }), t("screen.carded_yes_line"), () => chooseArea(nth, proposed.area, name), {
        look: "answer--primary",
        code: proposed.area,
      }),
      answer("area-not-carded", t("screen.carded_no"), t("screen.carded_no_line"), () => go({ name: "area", nth })),
    ])}
  `;
}

/** A second question looks like the first: what was answered stands under it. */
function under(nth: number): string {
  const { procedure, areas } = state.visit;
  return nth > 0 ? t("screen.area_before", { area: chosen(areas.slice(0, nth)) }) : said(procedure?.short_name);
}

export function asked(nth: number): string {
  const { procedure } = state.visit;
  return said(procedure && areaQuestions(procedure)[nth]) || t("screen.area_question");
}

function chosen(areas: readonly { name: string }[]): string {
  return areas.map((it) => it.name).join(" · ");
}

function ownArea(nth: number, own: AreaEntry): TemplateResult {
  const name = said(own.name);
  return answer("area-own", t("screen.area_here", { area: inside(name) }), nothing, () => chooseArea(nth, own.area, name), {
    look: "answer--own",
  });
}

/** As large as the other answers: not knowing is one of them. */
function leftOpen(nth: number): TemplateResult {
  return nth === 0
    ? answer("area-later", t("screen.area_unknown"), t("screen.area_unknown_line"), leaveAreaToDesk)
    : answer("area-enough", t("screen.area_enough"), t("screen.area_enough_line"), () => goOnWithoutArea(nth));
}

function areaAnswer(nth: number, area: string, known: Pick<AreaEntry, "name" | "note">): TemplateResult {
  return answer("area", said(known.name), said(known.note), () => chooseArea(nth, area, said(known.name)), { code: area });
}

function openAreas(nth: number): void {
  go({ name: "areas", nth, typed: "", found: null });
  void find("");
}

function searched(text: string): void {
  if (state.screen.name === "areas") replace({ ...state.screen, typed: text });
  clearTimeout(pending);
  pending = window.setTimeout(() => void find(text), PAUSE_MS);
}

async function find(text: string): Promise<void> {
  const found = await local.areas(text.trim()).catch(() => []);
  const screen = state.screen;
  if (screen.name !== "areas" || screen.typed !== text) return;
  firstPages();
  replace({ ...screen, found });
}
