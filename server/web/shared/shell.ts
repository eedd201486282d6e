// What the server put into the page it sent.

/** The first snapshot, embedded as JSON so that the page is right before any script has asked for anything. */
export function snapshot<T>(): T {
  const element = document.getElementById("snapshot");
  if (!element?.textContent) throw new Error("The page came without its snapshot.");
  return JSON.parse(element.textContent) as T;
}

/** The element the page draws into. */
export function stage(): HTMLElement {
  const element = document.getElementById("page");
  if (!element) throw new Error("The page came without the element to draw into.");
  return element;
}
