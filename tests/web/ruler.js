// Measures a hall display: what is cut off, what lies on something else, and how large the labels are.
window.ruler = {
  /** In words, everything that is not whole, or lies on something else. */
  faults() {
    const found = [];
    const page = document.documentElement;
    if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight) found.push("the page scrolls");
    const texts = this.texts();
    for (const { words, ink, place } of texts) {
      if (ink.left < -1 || ink.top < -1 || ink.right > innerWidth + 1 || ink.bottom > innerHeight + 1) found.push(`${words}: off the screen`);
      const box = place.getBoundingClientRect();
      if (ink.left < box.left - 1 || ink.right > box.right + 1 || ink.top < box.top - 1 || ink.bottom > box.bottom + 1) {
        found.push(`${words}: out of .${place.className}`);
      }
    }
    texts.forEach((it, n) => {
      for (const other of texts.slice(n + 1)) {
        const across = Math.min(it.ink.right, other.ink.right) - Math.max(it.ink.left, other.ink.left);
        const down = Math.min(it.ink.bottom, other.ink.bottom) - Math.max(it.ink.top, other.ink.top);
        if (across > 1 && down > 1) found.push(`${it.words} lies on ${other.words}`);
      }
    });
    for (const image of document.querySelectorAll("img")) {
      const box = image.getBoundingClientRect();
      if (box.bottom > document.querySelector(".foot").getBoundingClientRect().top + 1 || box.height < innerHeight * 0.15) found.push("the picture has no place");
    }
    return found;
  },

  /** Each line of text with the rectangle its letters fill; capitals and digits have neither accents nor descenders. */
  texts() {
    const walker = document.createTreeWalker(document.querySelector(".hall"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.data.trim() || node.parentElement.closest(".visually-hidden")) continue;
      const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
      const [above, below] = /^[A-Z0-9:-]+$/.test(node.data.trim()) ? [0.26, 0.26] : [0.1, 0.06];
      const range = document.createRange();
      range.selectNodeContents(node);
      const place = node.parentElement.closest(".last, .head, .counters li, .counters h2, .earlier li, .fields li, .missed, .unsaid, .notices li, .one-counter, .hall");
      for (const { left, right, top, bottom } of range.getClientRects()) {
        found.push({ words: node.data.trim(), place, ink: { left, right, top: top + above * size, bottom: bottom - below * size } });
      }
    }
    return found;
  },

  /** Sizes in CSS px: of each label in the list of counters, and of the last call's box and letters. */
  sizes() {
    const font = (it) => parseFloat(getComputedStyle(it).fontSize);
    const label = document.querySelector(".last .label, .now .label");
    return {
      counters: [...document.querySelectorAll(".counters .serving")].map(font),
      last: label && { box: label.getBoundingClientRect().height, letters: font(label) },
      width: document.querySelector(".last, .one-counter").getBoundingClientRect().width,
    };
  },
};
