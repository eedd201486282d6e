// The display's words, always in both languages at once: nobody in the hall has chosen one.
import { html, type TemplateResult } from "lit-html";
import en from "../luot_display/messages/en/display.json";
import vi from "../luot_display/messages/vi/display.json";
import { texts, type Both } from "../../server/web/shared/text";

export const { both } = texts(vi, en);

/** Vietnamese first and large, English under it or after it. */
export function twice(words: Both): TemplateResult {
  return html`<span class="vi" lang="vi">${words.vi}</span> <span class="en" lang="en">${words.en}</span>`;
}
