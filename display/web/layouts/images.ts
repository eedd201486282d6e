// Calls beside a still picture, which changes with the minute and not otherwise. Without one it is the plain layout.
import { html, type TemplateResult } from "lit-html";
import { earlier, lastCall } from "../parts/call";
import { foot } from "../parts/foot";
import { head } from "../parts/head";
import { callsOf, picture, type View } from "../view";
import { calls } from "./calls";

const WIDE = { last: { room: 38, most: 14 }, earlier: { room: 30, most: 4.7 }, count: 3 };
const UPRIGHT = { last: { room: 45.5, most: 18 }, earlier: { room: 32, most: 4.7 }, count: 2 };

/** `onBroken` hears of a picture that does not load. */
export function images(view: View, onBroken: (url: string) => void): TemplateResult {
  const image = picture(view);
  if (!image) return calls(view);
  const shape = view.upright ? UPRIGHT : WIDE;
  const [last, ...before] = callsOf(view);
  return html`<div class="hall images-layout ${view.upright ? "upright" : "halves"}">
    ${head(view)}
    <main class="calls">
      ${lastCall(view, last, shape.last)} ${earlier(view, before.slice(0, shape.count), shape.earlier)}
    </main>
    <figure class="picture">
      <img src=${image.url} alt=${image.name} width=${image.width} height=${image.height} @error=${() => onBroken(image.url)} />
    </figure>
    ${foot(view, 2)}
  </div>`;
}
