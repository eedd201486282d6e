// The parts of the manager's page beside today's: one line each in SECTIONS. The address's hash names the one in view.
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

export const SECTIONS: readonly SectionEntry[] = [HANDOVERS, FEEDBACK, DEVICES, DISPLAYS, CATALOGUE, CORRECTIONS, DOOR, SLIP, VOICE];

/** The section the address names; today's where it names none. */
export function sectionInView(): string {
  const named = location.hash.slice(1);
  return SECTIONS.some((it) => it.id === named) ? named : TODAY;
}
