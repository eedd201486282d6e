// What a screen reader says of its own accord: whole sentences, in two places that are there from the beginning.
//
// The drawing itself is no live region: a reader would say "3" when one place of it changes, and all of it twice.

const polite = region("status", "polite");
const urgent = region("alert", "assertive");

/** After what is being said; the same sentence again is said again. */
export function tell(sentence: string): void {
  say(polite, sentence);
}

/** At once. */
export function tellNow(sentence: string): void {
  say(urgent, sentence);
}

function say(where: HTMLElement, sentence: string): void {
  where.textContent = "";
  setTimeout(() => (where.textContent = sentence), 100);
}

function region(role: string, live: string): HTMLElement {
  const made = document.createElement("p");
  made.className = "visually-hidden";
  made.setAttribute("role", role);
  made.setAttribute("aria-live", live);
  document.body.append(made);
  return made;
}
