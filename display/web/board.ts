// What the hall sees, in the layout its screen was given.
import type { TemplateResult } from "lit-html";
import { calls } from "./layouts/calls";
import { counter } from "./layouts/counter";
import { images } from "./layouts/images";
import type { View } from "./view";

/** `onBroken` hears of a picture that does not load. */
export function board(view: View, onBroken: (url: string) => void): TemplateResult {
  if (view.screen.layout === "images") return images(view, onBroken);
  return view.screen.layout === "counter" ? counter(view) : calls(view);
}
