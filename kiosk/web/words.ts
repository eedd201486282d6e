// The words of the touch screen.
import vi from "../luot_kiosk/messages/vi/screen.json";
import en from "../luot_kiosk/messages/en/screen.json";
import { language, pick, texts, type Both } from "../../server/web/shared/text";
import { hourMinute } from "../../server/web/shared/time";
import type { Expected } from "./wire";

export const { t } = texts(vi, en);

/** A name in the present language, whether the server sent it in both or as it is. */
export function said(name: Both | string | null | undefined): string {
  if (!name) return "";
  return typeof name === "string" ? name : pick(name);
}

/** A place within a sentence: "Phường Tuy Hòa" → "Tại phường Tuy Hòa"; English writes the name as it is. */
export function inside(place: string): string {
  return language() === "vi" ? place.charAt(0).toLocaleLowerCase("vi") + place.slice(1) : place;
}

/** "10–20 phút", or one figure where both ends are the same. */
export function minutes(expected: Expected): string {
  const { low_minutes: low, high_minutes: high } = expected;
  return t("screen.minutes", { range: low === high ? String(high) : `${low}–${high}` });
}

/** "8:10–8:20", by the hall's own clock. */
export function clockRange(expected: Expected): string {
  const [low, high] = [hourMinute(expected.low_at), hourMinute(expected.high_at)];
  return low === high ? high : `${low}–${high}`;
}

/** When somebody who waits is called: after so many minutes, after a break, or nothing where nobody can say. */
export function called({ expected, called_from }: { expected: Expected | null; called_from?: string | null }): string {
  if (called_from) return t("screen.expected_from", { time: hourMinute(called_from) });
  return expected ? t("screen.expected", { minutes: minutes(expected), clock: clockRange(expected) }) : "";
}

export function people(count: number): string {
  return count === 1 ? t("screen.person") : t("screen.people", { n: count });
}
