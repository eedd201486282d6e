// Who this tablet is to the hall: a display, enrolled once with a code; the token is kept in this browser.
import { html, render, type TemplateResult } from "lit-html";
import { api, Problem } from "../shared/api";
import { keepDevice, type Device } from "../shared/device";
import type { Both } from "../shared/text";
import { both, twice } from "./words";

/** Ask for a code until the hall knows this tablet; `why` is said above the field. */
export function enrol(stage: HTMLElement, why: Both): Promise<Device> {
  return new Promise((known) => {
    let wrong: Both | null = null;
    const draw = () => render(view(why, wrong, submitted), stage);
    const submitted = async (event: SubmitEvent): Promise<void> => {
      event.preventDefault();
      const code = String(new FormData(event.target as HTMLFormElement).get("code") ?? "").trim();
      try {
        known(kept(await api.post<Device & { kind: string }>("/devices/enrolments", { code })));
      } catch (problem) {
        wrong = problem === KIND ? both("rating.enrol_kind") : said(problem);
        draw();
      }
    };
    draw();
  });
}

const KIND = new Error("a code for another kind of device");

/** Without storage the tablet works until it is closed, and asks for a code again. */
function kept({ kind, ...device }: Device & { kind: string }): Device {
  if (kind !== "display") throw KIND;
  keepDevice(device);
  return device;
}

function said(problem: unknown): Both {
  const sentence = problem instanceof Problem ? problem.sentence : "";
  return sentence ? { vi: sentence, en: "" } : both("rating.enrol_failed");
}

function view(why: Both, wrong: Both | null, submitted: (event: SubmitEvent) => void): TemplateResult {
  return html`
    <main class="enrol">
      <h1>${twice(why)}</h1>
      <p>${twice(both("rating.enrol_how"))}</p>
      <form @submit=${submitted}>
        <label class="field">
          <span>${twice(both("rating.code"))}</span>
          <input name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40" />
        </label>
        <button class="button primary" type="submit">${twice(both("rating.enrol_do"))}</button>
        <p class="error" role="alert">${wrong === null ? "" : twice(wrong)}</p>
      </form>
    </main>
  `;
}
