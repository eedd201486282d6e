// The words of marks and complaints, and numbers as they are read beside them.
import en from "../../luot_server/messages/en/feedback.json";
import enMarks from "../../luot_server/messages/en/mark.json";
import vi from "../../luot_server/messages/vi/feedback.json";
import viMarks from "../../luot_server/messages/vi/mark.json";
import { language, texts } from "../shared/text";

export const { t } = texts({ ...viMarks, ...vi }, { ...enMarks, ...en });

/** 4,6 in Vietnamese, 4.6 in English: one place, for more would claim what five steps do not know. */
export function meanWords(mean: number): string {
  return new Intl.NumberFormat(language(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(mean);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: 0 }).format(share);
}
