// A scanner that types: a burst of keys no finger can strike, ended by Enter.
//
// It listens on every screen, not only where a scan is asked for: a card held to the scanner by mistake must neither
// press the button that has the focus with its Enter nor leave a name standing in a search line.

const GAP_MS = 60; // between two keys of a burst; quick typists need about twice that
const LEAST = 6; // characters: fewer are a finger's

let burst = "";
let last = 0;
let line: { input: HTMLInputElement; before: string } | null = null; // where the burst lands, as it was

export function listenForScans(onScan: (text: string) => void): void {
  document.addEventListener("keydown", (event) => heard(event, onScan), { capture: true });
}

function heard(event: KeyboardEvent, onScan: (text: string) => void): void {
  if (event.key === "Enter") {
    if (burst.length < LEAST || event.timeStamp - last > GAP_MS) return;
    event.preventDefault();
    event.stopPropagation();
    const text = burst;
    forget();
    onScan(text);
    return;
  }
  if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.timeStamp - last > GAP_MS) begin(document.activeElement); // the first key may have moved the focus
  else if (!line) event.preventDefault(); // the space bar of a burst must press no button
  burst += event.key;
  last = event.timeStamp;
}

function begin(target: Element | null): void {
  burst = "";
  line = target instanceof HTMLInputElement ? { input: target, before: target.value } : null;
}

/** Takes the burst back out of the line it was typed into. */
function forget(): void {
  burst = "";
  if (!line) return;
  line.input.value = line.before;
  line.input.dispatchEvent(new Event("input", { bubbles: true }));
  line = null;
}
