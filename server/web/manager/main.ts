// The manager's page: who may see it, the hall as it is now, and what was done over days.
import { html, nothing, render, type TemplateResult } from "lit-html";
import "./manager.css";
import "./print.css";
import { api, Problem } from "../shared/api";
import { watch, type Live } from "../shared/live";
import { language, setLanguage, type Both } from "../shared/text";
import { snapshot, stage } from "../shared/shell";
import type { Session } from "../shared/wire";
import { Bell } from "./bell";
import { nowView } from "./now";
import { DAILY, SETTINGS, TODAY, entryInView, sectionInView, type Section } from "./sections";
import { signInView, wrongRoleView } from "./signin";
import { Throughput } from "./throughput";
import type { Figures } from "./wire";
import { t } from "./words";

type Access = "asking" | "signed_out" | "refused" | "granted" | "unreachable";

const { hall } = snapshot<{ hall: { id: string; name: Both } }>();
const page = stage();
let access: Access = "asking";
let session: Session | null = null;
let figures: Figures | null = null;
let offline = false;
let live: Live | null = null;
const throughput = new Throughput(hall.id, draw);
const bell = new Bell(hall.id, draw);
const begun = new Map<string, Section>();

speak();
page.textContent = "";
addEventListener("hashchange", turnTo);
void enter();

/** The address names the language; without one, the language chosen earlier in this browser. */
function speak(): void {
  const asked = new URLSearchParams(location.search).get("lang");
  const drawn = document.documentElement.lang === "en" ? "en" : "vi";
  if (asked === null && language() !== drawn) location.replace(`?lang=${language()}`);
  else setLanguage(drawn);
}

/** Who may see the figures is the server's answer, not this page's rule. */
async function enter(): Promise<void> {
  try {
    figures = await api.get<Figures>(`/halls/${encodeURIComponent(hall.id)}/figures`);
    session = await api.get<Session>("/session");
    access = "granted";
    follow();
    bell.begin();
    throughput.begin(figures.server_time);
    section()?.shown?.();
  } catch (problem) {
    await refused(problem);
  }
  draw();
}

async function refused(problem: unknown): Promise<void> {
  const status = problem instanceof Problem ? problem.status : 0;
  if (status === 401) access = "signed_out";
  else if (status === 403) {
    access = "refused";
    session = await api.get<Session>("/session").catch(() => null);
  } else access = "unreachable";
}

function turnTo(): void {
  section()?.shown?.();
  draw();
}

/** The section in view, begun when it is first looked at; null for today's and for whoever is not signed in. */
function section(): Section | null {
  const entry = entryInView();
  if (entry === undefined || session === null) return null;
  const known = begun.get(entry.id) ?? entry.begin({ hall: hall.id, session, draw });
  begun.set(entry.id, known);
  return known;
}

function follow(): void {
  live?.close();
  live = watch<Figures>(
    { board: "figures", hall: hall.id },
    {
      onState(state) {
        figures = state;
        draw();
      },
      onRefused: () => leave("signed_out"),
      onOffline() {
        offline = true;
        draw();
      },
      onOnline() {
        offline = false;
        draw();
      },
    },
  );
}

async function signOut(): Promise<void> {
  await api.delete("/session").catch(() => undefined);
  leave("signed_out");
}

function leave(to: Access): void {
  live?.close();
  live = null;
  bell.end();
  figures = session = null;
  begun.clear();
  access = to;
  draw();
}

function draw(): void {
  render(view(), page);
}

function view(): TemplateResult {
  switch (access) {
    case "asking":
      return html`<p class="wait" role="status">${t("manager.loading")}</p>`;
    case "signed_out":
      return signInView(enter);
    case "refused":
      return wrongRoleView(session, signOut);
    case "unreachable":
      return html`<p class="note warn wait" role="alert">${t("manager.unreachable")}</p>`;
    case "granted":
      return html`
        <p class="whoami">
          ${session?.name ?? nothing}
          <button class="button quiet" type="button" @click=${signOut}>${t("manager.signout")}</button>
        </p>
        ${bell.view()} ${sectionLinks()}
        ${section()?.view() ??
        html`${figures === null ? nothing : nowView(figures, offline)} ${throughput.view(figures)}`}
      `;
  }
}

/** Two lines: the day's work, and below it, quieter, what is set up once. */
function sectionLinks(): TemplateResult {
  const today = { id: TODAY, title: () => t("manager.today") };
  return html`
    <nav class="sections" aria-label=${t("manager.sections")}>
      <ul>${[today, ...DAILY].map(sectionLink)}</ul>
      <ul class="sections__settings" aria-label=${t("manager.settings")}>
        <li aria-hidden="true">${t("manager.settings")}</li>
        ${SETTINGS.map(sectionLink)}
      </ul>
    </nav>
  `;
}

function sectionLink({ id, title }: { id: string; title: () => string }): TemplateResult {
  return html`<li><a href="#${id}" aria-current=${id === sectionInView() ? "page" : nothing}>${title()}</a></li>`;
}
