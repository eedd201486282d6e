// "Tôi đã có phiếu": the slip is scanned, and its holder comes back into the line, asks for one thing more, or leaves.
import { local, Problem } from "./local";
import { awaiting, change, freshVisit, go, keyOf, replace, setVisit, state } from "./state";
import type { Turn } from "./wire";
import { t } from "./words";

const LONGEST_SCAN = 600; // characters; an address with a token has about 100

export function askForSlip(): void {
  go({ name: "slip", trouble: "" });
}

/** Anything may be held to a scanner; what cannot be a slip goes nowhere. */
export function scannedSlip(scan: string): void {
  if (state.busy) return;
  if (scan.length > LONGEST_SCAN) {
    replace({ name: "slip", trouble: t("screen.slip_other") });
    return;
  }
  void awaiting(
    local.turn(scan),
    (turn) => showTurn(scan, turn, ""),
    (error) => replace({ name: "slip", trouble: sentence(error) }),
  );
}

/** The turn stands alone: what led to it is done, and back is the first screen. */
export function showTurn(scan: string, turn: Turn, told: string): void {
  const start = { screen: { name: "home" }, errands: freshVisit() } as const;
  change({ before: [start], visit: freshVisit(), screen: { name: "turn", scan, turn, told } });
}

export function rejoin(scan: string): void {
  void awaiting(local.rejoin(scan, keyOf({ scan, rejoin: true })), (turn) => showTurn(scan, turn, t("screen.turn_back")), trouble);
}

export function leave(scan: string): void {
  void awaiting(local.leave(scan), (turn) => showTurn(scan, turn, ""), trouble);
}

export function addTo(scan: string, turn: Turn): void {
  go({ name: "more" });
  setVisit({ turn: { scan, label: turn.label } });
}

function trouble(error: unknown): void {
  go({ name: "trouble", sentence: sentence(error), again: null, door: true });
}

function sentence(error: unknown): string {
  const { code, title } = error instanceof Problem ? error : new Problem("fault", "");
  return code === "unreachable" ? t("screen.turn_unreachable") : title || t("screen.fault");
}
