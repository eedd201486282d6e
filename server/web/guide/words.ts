// The guide's words, and the names of what the contract spells as codes.
import en from "../../luot_server/messages/en/guide.json";
import vi from "../../luot_server/messages/vi/guide.json";
import { texts } from "../shared/text";
import type { Paper, TicketState } from "../shared/wire";
import type { View } from "./model";

export const { t } = texts(vi, en);

// Getters, because the language may change while the page is open.
export const VIEW: Record<View, () => string> = {
  now: () => t("guide.now"),
  give: () => t("guide.give"),
  find: () => t("guide.find"),
  paper: () => t("guide.paper"),
  hand: () => t("guide.hand"),
};

export const PAPER: Record<Paper, () => string> = {
  none: () => t("guide.paper_none"),
  waiting: () => t("guide.paper_waiting"),
  sent: () => t("guide.paper_sent"),
  confirmed: () => t("guide.paper_confirmed"),
  failed: () => t("guide.paper_failed"),
};

const STATE: Partial<Record<TicketState, () => string>> = {
  waiting: () => t("guide.state_waiting"),
  called: () => t("guide.state_called"),
  serving: () => t("guide.state_serving"),
  parked: () => t("guide.state_parked"),
  served: () => t("guide.state_served"),
  no_show: () => t("guide.state_no_show"),
  cancelled: () => t("guide.state_cancelled"),
  voided: () => t("guide.state_voided"),
  expired: () => t("guide.state_expired"),
};

/** A state of a newer server goes by its own name. */
export function stateWords(state: TicketState): string {
  return (STATE[state] ?? (() => state))();
}
