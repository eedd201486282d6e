// The hall's devices: how each is, in words; a code for a new one; taking a token back, asked twice.
import { html, nothing, type TemplateResult } from "lit-html";
import "./devices.css";
import en from "../../luot_server/messages/en/device.json";
import vi from "../../luot_server/messages/vi/device.json";
import { api, Problem } from "../shared/api";
import { pick, texts, type Both } from "../shared/text";
import { hourMinute } from "../shared/time";
import type { Instant } from "../shared/wire";
import { sectionInView, type Context, type Section, type SectionEntry } from "./sections";

const { t } = texts(vi, en);

type Kind = "kiosk" | "display";

interface Device {
  id: string;
  kind: Kind;
  name: string;
  mark: number | null;
  seen_at: Instant | null;
  version: string | null;
  printer: string | null;
  trouble: string | null;
  lost_since: Instant | null;
  unsent: number | null;
  sentences: Both[];
}

interface Code {
  code: string;
  expires_at: Instant;
}

/** Devices speak every ten seconds; nobody needs to see it sooner. */
const LOOK_MS = 10_000;
const KINDS: Readonly<Record<Kind, () => string>> = {
  kiosk: () => t("device.kind.kiosk"),
  display: () => t("device.kind.display"),
};

export const DEVICES: SectionEntry = {
  id: "devices",
  title: () => t("device.title"),
  begin: (context) => new Devices(context),
};

class Devices implements Section {
  private devices: Device[] | null = null;
  private code: (Code & { name: string }) | null = null;
  private leaving: string | null = null;
  private said = "";
  private trouble = "";
  private busy = false;
  private looking = 0;
  private readonly path: string;
  private readonly mayChange: boolean;

  constructor(private readonly context: Context) {
    this.path = `/halls/${encodeURIComponent(context.hall)}/devices`;
    this.mayChange = context.session.grants.some(({ role }) => role === "manager");
  }

  shown(): void {
    void this.ask();
    window.clearInterval(this.looking);
    this.looking = window.setInterval(this.look, LOOK_MS);
  }

  view(): TemplateResult {
    return html`
      <section class="devices">
        <h1>${t("device.title")}</h1>
        <p class="devices__said" role="status">${this.said}</p>
        ${this.trouble && html`<p class="note danger" role="alert">${this.trouble}</p>`}
        ${this.devices === null ? nothing : this.list(this.devices)} ${this.mayChange ? this.newcomer() : nothing}
      </section>
    `;
  }

  private list(devices: readonly Device[]): TemplateResult {
    if (devices.length === 0) return html`<p class="devices__none">${t("device.none")}</p>`;
    return html`<ul class="devices__list">${devices.map((it) => this.line(it))}</ul>`;
  }

  private line(it: Device): TemplateResult {
    const wrong = it.lost_since !== null || it.trouble !== null || !["ok", "none", null].includes(it.printer);
    return html`
      <li class=${wrong ? "wrong" : nothing}>
        <h2>${it.name}</h2>
        <div class="devices__words">
          ${it.sentences.map((one) => html`<p>${pick(one)}</p>`)}
          <p class="devices__facts">${facts(it).join(" · ")}</p>
        </div>
        ${this.mayChange ? this.leave(it) : nothing}
      </li>
    `;
  }

  /** A question first: the device stops at once, and only a new code brings it back. */
  private leave(it: Device): TemplateResult {
    if (this.leaving !== it.id)
      return html`<button class="button quiet" type="button" @click=${() => this.consider(it.id)}>
        ${t("device.retire")}<span class="visually-hidden"> ${it.name}</span>
      </button>`;
    return html`
      <div class="devices__question" role="group" aria-label=${t("device.retire_why", { name: it.name })}>
        <p>${t("device.retire_why", { name: it.name })}</p>
        <button class="button danger" type="button" ?disabled=${this.busy} @click=${() => void this.retire(it)}>
          ${t("device.retire_yes")}
        </button>
        <button class="button" type="button" @click=${() => this.consider(null)}>${t("device.retire_no")}</button>
      </div>
    `;
  }

  private newcomer(): TemplateResult {
    return html`
      <form class="devices__new" @submit=${(event: Event) => void this.askCode(event)}>
        <h2>${t("device.new")}</h2>
        <label class="field">
          <span>${t("device.kind")}</span>
          <select name="kind">
            ${(Object.keys(KINDS) as Kind[]).map((kind) => html`<option value=${kind}>${KINDS[kind]()}</option>`)}
          </select>
        </label>
        <label class="field">
          <span>${t("device.name")}</span>
          <input name="name" maxlength="80" required autocomplete="off" />
        </label>
        <button class="button primary" type="submit" ?disabled=${this.busy}>${t("device.give_code")}</button>
      </form>
      <div class="devices__code" role="status">${this.code === null ? nothing : codeView(this.code)}</div>
    `;
  }

  private readonly consider = (device: string | null): void => {
    this.leaving = device;
    this.context.draw();
    if (device !== null) document.querySelector<HTMLElement>(".devices__question .danger")?.focus();
  };

  private readonly look = (): void => {
    if (sectionInView() === DEVICES.id && document.contains(document.querySelector(".devices"))) void this.ask();
    else window.clearInterval(this.looking);
  };

  private async askCode(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const told = new FormData(form);
    const name = String(told.get("name")).trim();
    await this.press(async () => {
      const given = await api.post<Code>(this.path, { kind: told.get("kind"), name });
      this.code = { ...given, name };
      form.reset();
      return "";
    });
  }

  private async retire(it: Device): Promise<void> {
    await this.press(async () => {
      await api.delete(`/devices/${encodeURIComponent(it.id)}`);
      this.leaving = null;
      return t("device.retired", { name: it.name });
    });
    await this.ask();
  }

  private async press(act: () => Promise<string>): Promise<void> {
    this.busy = true;
    this.context.draw();
    try {
      this.said = await act();
      this.trouble = "";
    } catch (problem) {
      this.said = "";
      this.trouble = words(problem);
    }
    this.busy = false;
    this.context.draw();
  }

  private async ask(): Promise<void> {
    try {
      this.devices = (await api.get<{ items: Device[] }>(this.path)).items;
      this.trouble = "";
    } catch (problem) {
      this.trouble = words(problem);
    }
    this.context.draw();
  }
}

function facts(it: Device): string[] {
  const told = [KINDS[it.kind]()];
  if (it.mark !== null) told.push(t("device.mark", { mark: it.mark }));
  if (it.seen_at !== null) told.push(t("device.seen", { time: hourMinute(it.seen_at) }));
  if (it.version !== null) told.push(t("device.version", { version: it.version }));
  return told;
}

/** Large enough to be read out across the hall; in two groups, as people say it. */
function codeView({ code, name, expires_at }: Code & { name: string }): TemplateResult {
  return html`
    <p>${t("device.code", { name })}</p>
    <p class="devices__letters">${code.slice(0, 4)} ${code.slice(4)}</p>
    <p>${t("device.code_until", { time: hourMinute(expires_at) })}</p>
  `;
}

function words(problem: unknown): string {
  return (problem instanceof Problem && problem.sentence) || t("device.unreachable");
}
