// Words and numbers as a manager reads them.
import en from "../../luot_server/messages/en/manager.json";
import vi from "../../luot_server/messages/vi/manager.json";
import { language, pick, texts, type Both } from "../shared/text";

export const { t } = texts(vi, en);

/** A name that is the same in every language (a person's, an hour's) comes as plain text. */
export function nameOf(name: Both | string | null): string {
  if (name === null) return t("manager.none");
  return typeof name === "string" ? name : pick(name);
}

/** 1.234 in Vietnamese, 1,234 in English. */
export function grouped(count: number): string {
  return new Intl.NumberFormat(language()).format(count);
}

/** The name of a row of throughput; days come as dates and are read as people write them. */
export function rowName({ name }: { name: Both | string | null }): string {
  return nameOf(name).replace(/\b\d{4}-\d\d-\d\d\b/g, dayWords);
}

/** "2026-03-02" → "2/3/2026". */
export function dayWords(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${date}/${month}/${year}`;
}
