// Looks at the screen as it stands in each of `modes` (lists of the bar's own buttons) and tells what is wrong with it.
// Evaluated in the page by the debugger, so that the page's own policy stays in force.
async ({ modes, rules, answer, tool }) => {
  const wrong = [];
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame); // a new size has been laid out
  const places = {};
  const press = (names) => names.forEach((it) => document.querySelector(`.bar [data-action=${it}]`).click());
  for (const mode of modes) {
    press(mode);
    const name = mode.join("+") || "plain";
    const say = (what) => wrong.push(`${name}: ${what}`);
    places[name] = ["back", "home", "help"].map((it) => boxOf(document.querySelector(`.bar [data-action=${it}]`)));
    for (const it of small()) say(`small ${it}`);
    for (const it of outside()) say(`outside its stage ${it}`);
    for (const it of cut()) say(`cut ${it}`);
    for (const it of scrolling()) say(it);
    if (mode.includes("seated")) for (const it of high()) say(`out of a seated reach ${it}`);
    const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"], preload: false });
    for (const it of found.violations) say(`${it.id} ${it.nodes.map((node) => node.target.join(" ")).join(", ")}`);
    press([...mode].reverse());
  }
  return { wrong, places };

  function boxOf(it) {
    const { x, y, width, height } = it.getBoundingClientRect();
    return [x, y, width, height].map(Math.round).join(" ");
  }

  function touched() {
    const open = document.querySelector("dialog[open]");
    return [...(open ?? document).querySelectorAll("button, input")].filter((it) => it.getClientRects().length);
  }

  function small() {
    return touched()
      .filter((it) => {
        const least = it.matches(".answer, .take, .idle .button") ? answer : tool;
        return it.offsetHeight < least || it.offsetWidth < tool;
      })
      .map((it) => `${it.dataset.action} ${it.offsetWidth}x${it.offsetHeight}`);
  }

  /** What overflows its stage, or the box it is laid out in: there it would lie over its neighbour. */
  function outside() {
    const stage = document.querySelector(".stage").getBoundingClientRect();
    return [...document.querySelectorAll(".stage *")]
      .filter((it) => it.getClientRects().length && !it.closest(".visually-hidden"))
      .filter((it) => {
        const box = it.getBoundingClientRect();
        const within = roomOf(it.parentElement) ?? stage;
        return [stage, within].some((room) => {
          const [low, wide] = [box.bottom > room.bottom + 4, box.right > room.right + 4];
          return low || wide || box.top < room.top - 4 || box.left < room.left - 4;
        });
      })
      .map((it) => it.getAttribute("class") || it.tagName);
  }

  /** The box a part is laid out in; lines and drawings lay out their own. */
  function roomOf(parent) {
    if (parent.closest("svg, button, p, h1, h2, li")) return null;
    return parent.getClientRects().length ? parent.getBoundingClientRect() : roomOf(parent.parentElement);
  }

  /** Words wider than their own box, or cut off below. */
  function cut() {
    return [...document.querySelectorAll("h1, h2, p, .answer__name, .tool span, .button, .key, .take")]
      .filter((it) => it.getClientRects().length && !it.closest(".visually-hidden"))
      .filter((it) => {
        const low = getComputedStyle(it).overflowY !== "visible" && it.scrollHeight > it.clientHeight + 4;
        return it.clientWidth > 0 && (low || it.scrollWidth > it.clientWidth + 1);
      })
      .map((it) => `${it.textContent.trim().slice(0, 40)} (${it.scrollWidth}x${it.scrollHeight} in ${it.clientWidth}x${it.clientHeight})`);
  }

  function scrolling() {
    const root = document.scrollingElement;
    const told = root.scrollHeight > innerHeight ? ["the page scrolls"] : [];
    for (const it of document.querySelectorAll("body *")) {
      if (/auto|scroll/.test(getComputedStyle(it).overflowY) && it.scrollHeight > it.clientHeight) told.push(`${it.className} scrolls`);
    }
    for (const box of document.querySelectorAll("[data-pages]")) {
      const pager = document.querySelector(`[data-pager="${box.dataset.pages}"]`);
      const hidden = box.querySelector(".off-page") !== null;
      if (hidden !== !pager.hidden || (hidden && !pager.querySelector("button:enabled"))) told.push(`${box.dataset.pages} has pages nobody can turn`);
      if (![...box.children].some((it) => it.getClientRects().length)) told.push(`${box.dataset.pages} shows nothing`);
    }
    return told;
  }

  function high() {
    if (innerHeight < innerWidth) return [];
    return touched()
      .filter((it) => it.getBoundingClientRect().top < innerHeight / 2 - 1)
      .map((it) => it.dataset.action ?? it.tagName);
  }
}
