// Keeps the page equal to the printer: asks every second, draws only what is new.

const EVERY_MS = 1000;
const snapshot = JSON.parse(document.getElementById("snapshot").textContent);
const list = document.getElementById("papers");
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium" });

function show(state) {
  document.getElementById("empty").hidden = state.papers.length > 0;
  for (const button of document.querySelectorAll("[data-condition]")) {
    button.setAttribute("aria-pressed", String(button.dataset.condition === state.condition));
  }
  const kept = new Set(state.papers.map((paper) => String(paper.number)));
  for (const item of [...list.children]) {
    if (!kept.has(item.dataset.number)) item.remove();
  }
  const newest = Number(list.firstElementChild?.dataset.number ?? 0);
  for (const paper of state.papers.filter((each) => each.number > newest).reverse()) {
    list.prepend(item(paper));
  }
}

function item(paper) {
  const element = document.createElement("li");
  element.dataset.number = paper.number;
  const name = snapshot.words.sheet.replace("{number}", paper.number);
  const image = document.createElement("img");
  image.src = `/papers/${paper.number}.png`;
  image.width = paper.width;
  image.height = paper.height;
  image.alt = name;
  const caption = document.createElement("p");
  caption.append(span(name), span(clock.format(new Date(paper.at))));
  if (!paper.cut) caption.append(span(snapshot.words.uncut, "uncut"));
  element.append(image, caption);
  return element;
}

function span(text, className = "") {
  const element = document.createElement("span");
  element.textContent = text;
  element.className = className;
  return element;
}

async function look() {
  try {
    const answer = await fetch("/papers.json");
    show(await answer.json());
    document.getElementById("lost").hidden = true;
  } catch {
    document.getElementById("lost").hidden = false;
  }
  setTimeout(look, EVERY_MS);
}

document.getElementById("conditions").addEventListener("click", async (event) => {
  const condition = event.target.dataset?.condition;
  if (!condition) return;
  const answer = await fetch("/condition", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ condition }),
  });
  if (answer.ok) show(await (await fetch("/papers.json")).json());
});

show(snapshot);
setTimeout(look, EVERY_MS);
