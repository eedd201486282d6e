// For the hall's own people: numbers the server does not have yet, on the screen and on paper, and a test print.
import { html, nothing, type TemplateResult } from "lit-html";
import { hourMinute } from "../../../server/web/shared/time";
import { answer, question } from "../frame";
import { keyboard } from "../keyboard";
import { local, Problem } from "../local";
import { pages } from "../pages";
import { awaiting, go, replace, state, type Screen } from "../state";
import { t } from "../words";
import type { StaffNumber } from "../wire";

type StaffScreen = Extract<Screen, { name: "staff" }>;

const CODE_LENGTH = 8;

/** A quiet way in, where a code is set on this device. */
export function staffDoor(): TemplateResult | typeof nothing {
  if (!state.staff) return nothing;
  return html`<button class="button staff-door" type="button" data-action="staff" @click=${enter}>${t("screen.staff_door")}</button>`;
}

export function staffScreen(screen: StaffScreen): TemplateResult {
  return screen.numbers ? listScreen(screen, screen.numbers) : codeScreen(screen);
}

function enter(): void {
  go({ name: "staff", typed: "", numbers: null, said: "" });
}

function codeScreen(screen: StaffScreen): TemplateResult {
  const { typed, said } = screen;
  return html`
    ${question(t("screen.staff_question"))}
    <div class="typing">
      <div class="typing__keys">
        ${keyboard("code", "•".repeat(typed.length), t("screen.staff_question"), "", (text) => replace({ ...screen, typed: typedOn(typed, text), said: "" }))}
      </div>
      <div class="typing__found">
        <div role="alert">${said ? html`<p class="note warn notice">${said}</p>` : nothing}</div>
        ${answer("staff-enter", t("screen.staff_enter"), nothing, () => look(screen), { look: "answer--primary", disabled: typed.length < 4 })}
      </div>
    </div>
  `;
}

function listScreen(screen: StaffScreen, numbers: readonly StaffNumber[]): TemplateResult {
  return html`
    ${question(t("screen.staff_count", { n: numbers.length }), numbers.length ? t("screen.staff_under") : t("screen.staff_none"))}
    <div class="confirm">
      <div class="confirm__read">${pages("numbers", "reading", numbers.map(line))}</div>
      <div class="confirm__act">
        <div role="status">${screen.said ? html`<p class="note ok">${screen.said}</p>` : nothing}</div>
        <button class="take" type="button" data-action="staff-list" @click=${() => print(screen, local.staffList(screen.typed))}>${t("screen.staff_print")}</button>
        <button class="take take--second" type="button" data-action="staff-test" @click=${() => print(screen, local.staffTest(screen.typed))}>
          ${t("screen.staff_test")}
        </button>
      </div>
    </div>
  `;
}

function line(one: StaffNumber): TemplateResult {
  const refused = one.state === "refused" ? html` <b>${t("screen.staff_refused", { title: one.title ?? "" })}</b>` : nothing;
  return html`<p class="paper"><b>${one.label}</b> · ${hourMinute(one.at)} · ${one.errand}${refused}</p>`;
}

function look(screen: StaffScreen): void {
  void awaiting(
    local.staff(screen.typed),
    (numbers) => replace({ ...screen, numbers, said: "" }),
    (error) => replace({ ...screen, typed: "", said: (error as Problem).title || t("screen.fault") }),
  );
}

function print(screen: StaffScreen, job: Promise<object>): void {
  void awaiting(
    job,
    () => replace({ ...screen, said: t("screen.staff_sent") }),
    (error) => replace({ ...screen, said: (error as Problem).title || t("screen.fault") }),
  );
}

/** The screen shows dots; what was added to or taken from them is added to or taken from the code. */
function typedOn(code: string, shown: string): string {
  const added = shown.replace(/•/g, "").replace(/\D/g, "");
  const kept = code.slice(0, (shown.match(/•/g) ?? []).length);
  return (kept + added).slice(0, CODE_LENGTH);
}
