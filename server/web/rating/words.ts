// The tablet's words, always in both languages: nobody changes a setting for one touch.
import { html, type TemplateResult } from "lit-html";
import enMarks from "../../luot_server/messages/en/mark.json";
import en from "../../luot_server/messages/en/rating.json";
import viMarks from "../../luot_server/messages/vi/mark.json";
import vi from "../../luot_server/messages/vi/rating.json";
import { texts, type Both } from "../shared/text";

export const { t, both } = texts({ ...viMarks, ...vi }, { ...enMarks, ...en });

export const STEPS: Readonly<Record<Score, Both>> = {
  5: both("mark.step.5"),
  4: both("mark.step.4"),
  3: both("mark.step.3"),
  2: both("mark.step.2"),
  1: both("mark.step.1"),
};

export type Score = 1 | 2 | 3 | 4 | 5;

/** One text in Vietnamese with its English beneath. */
export function twice(text: Both): TemplateResult {
  return html`<span lang="vi">${text.vi}</span> <span class="en" lang="en">${text.en}</span>`;
}
