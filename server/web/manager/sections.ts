// The parts of the manager's page beside today's: one line each in DAILY or SETTINGS. The address's hash names the one in view.
import type { TemplateResult } from "lit-html";
import type { Session } from "../shared/wire";
import { CATALOGUE } from "./catalogue";
import { CORRECTIONS } from "./corrections";
import { DOOR } from "./door-settings";
import { DEVICES } from "./devices";
import { DISPLAYS } from "./displays";
import { FEEDBACK } from "./feedback";
import { HANDOVERS } from "./handovers";
import { SLIP } from "./slip";
import { VOICE } from "./voice";

/** What a section may use of the page around it. */
export interface Context {
  readonly hall: string;
  readonly session: Session;
  /** Draw the page anew: something this section shows has changed. */
  draw(): void;
}

export interface Section {
  view(): TemplateResult;
  /** Called each time the section comes into view: the moment to ask the server. */
  shown?(): void;
}

export interface SectionEntry {
  /** The address's hash, without `#`. */
  readonly id: string;
  readonly title: () => string;
  readonly begin: (context: Context) => Section;
}

export const TODAY = "today";

/** What a manager looks at day by day, beside today's figures. */
export const DAILY: readonly SectionEntry[] = [HANDOVERS, FEEDBACK, CORRECTIONS];

/** What is set up once and seldom changed. */
export const SETTINGS: readonly SectionEntry[] = [DOOR, SLIP, DISPLAYS, VOICE, DEVICES, CATALOGUE];

const SECTIONS: readonly SectionEntry[] = [...DAILY, ...SETTINGS];

/** The section the address names; today's where it names none. */
export function sectionInView(): string {
  return entryInView()?.id ?? TODAY;
}

/** What begins that section; undefined for today's, which the page itself draws. */
export function entryInView(): SectionEntry | undefined {
  const named = location.hash.slice(1);
  return SECTIONS.find((it) => it.id === named);
}
