// The last call owns the left of the screen, two thirds of it unless there are many counters; they stand at its right.
import { html, type TemplateResult } from "lit-html";
import { earlier, lastCall, type Place } from "../parts/call";
import { counterList, layoutOf } from "../parts/counters";
import { foot, heightOfFoot } from "../parts/foot";
import { head } from "../parts/head";
import { callsOf, type View } from "../view";

interface Shape {
  last: Place;
  /** How many calls before the last, and the place of each. */
  earlier: Place & { count: number };
  /** Columns of fields below. */
  fields: number;
}

const THIRDS: Shape = { last: { room: 54, most: 15.7 }, earlier: { count: 3, room: 15, most: 3.4 }, fields: 3 };
const HALVES: Shape = { last: { room: 38, most: 14 }, earlier: { count: 2, room: 15, most: 3.4 }, fields: 2 };
const UPRIGHT: Shape = { last: { room: 45.5, most: 18 }, earlier: { count: 2, room: 18, most: 3.4 }, fields: 2 };

export function calls(view: View): TemplateResult {
  const at = layoutOf(view, view.upright ? heightOfFoot(view, UPRIGHT.fields) : null);
  const name = view.upright ? "upright" : at.columns > 1 ? "halves" : "thirds";
  const shape = view.upright ? UPRIGHT : at.columns > 1 ? HALVES : THIRDS;
  const [last, ...before] = callsOf(view);
  return html`<div class="hall calls-layout ${name}">
    ${head(view)}
    <main class="calls">
      ${lastCall(view, last, shape.last)} ${earlier(view, before.slice(0, shape.earlier.count), shape.earlier)}
    </main>
    ${counterList(view, at)} ${foot(view, shape.fields)}
  </div>`;
}
