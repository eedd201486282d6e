// The desk's words, and the names of what the contract spells as codes.
import en from "../luot_counter/messages/en/desk.json";
import vi from "../luot_counter/messages/vi/desk.json";
import { texts } from "../../server/web/shared/text";
import type { Action, CounterState, Decision, Purpose, Result } from "../../server/web/shared/wire";

export const { t } = texts(vi, en);

/** The actions this desk draws; the server says which of them are allowed on a ticket. */
export type Drawn = Extract<
  Action,
  "recall" | "start" | "no_show" | "finish" | "requeue" | "park" | "unpark" | "transfer" | "void" | "undo" | "reprint" | "correct"
>;

// Getters, because the language may change while the page is open.
export const ACTION: Record<Drawn, () => string> = {
  recall: () => t("desk.recall"),
  start: () => t("desk.start"),
  no_show: () => t("desk.no_show"),
  finish: () => t("desk.finish"),
  requeue: () => t("desk.requeue"),
  park: () => t("desk.park"),
  unpark: () => t("desk.unpark"),
  transfer: () => t("desk.transfer"),
  void: () => t("desk.void"),
  undo: () => t("desk.undo"),
  reprint: () => t("desk.reprint"),
  correct: () => t("desk.correct"),
};

export const PURPOSE: Record<Purpose, () => string> = {
  submit: () => t("desk.submit"),
  supplement: () => t("desk.supplement"),
  collect_result: () => t("desk.collect_result"),
  advice: () => t("desk.advice"),
};

export const RESULT: Record<Result, () => string> = {
  accepted: () => t("desk.accepted"),
  supplement: () => t("desk.needs_supplement"),
  refused: () => t("desk.refused"),
  result_returned: () => t("desk.result_returned"),
  advised: () => t("desk.advised"),
  referred: () => t("desk.referred"),
};

export const ROUTE: Record<NonNullable<Decision["route"]>, () => string> = {
  here: () => t("desk.route_here"),
  paper_handover: () => t("desk.route_paper_handover"),
  assisted_online: () => t("desk.route_assisted_online"),
};

/** How a dossier that another agency decides gets there. */
export const HANDED: Record<NonNullable<Decision["route"]>, () => string> = {
  here: () => t("desk.handed_here"),
  paper_handover: () => t("desk.handed_paper"),
  assisted_online: () => t("desk.handed_online"),
};

export const ACCEPT: Record<Decision["accept"], () => string> = {
  yes: () => t("desk.accept_yes"),
  yes_handover: () => t("desk.accept_handover"),
  refer: () => t("desk.accept_refer"),
  ask: () => t("desk.accept_ask"),
  no: () => t("desk.accept_no"),
};

export const STATE: Record<CounterState, () => string> = {
  open: () => t("desk.state_open"),
  paused: () => t("desk.state_paused"),
  closed: () => t("desk.state_closed"),
};

const PRIORITY: Record<string, () => string> = {
  elderly: () => t("desk.elderly"),
  disabled: () => t("desk.disabled"),
  pregnant: () => t("desk.pregnant"),
  merit: () => t("desk.merit"),
  small_children: () => t("desk.small_children"),
  seriously_ill: () => t("desk.seriously_ill"),
};

/** A hall may have classes of its own; those are simply called priority. */
export function priority(code: string): string {
  return (PRIORITY[code] ?? (() => t("desk.priority")))();
}
