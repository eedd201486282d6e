// One screen being written: how it is laid out, for whom it hangs, its pictures, its address and the device it hangs on.
import { html, nothing, type TemplateResult } from "lit-html";
import { address, moved, replaced, slug, type Arrangement, type Layout, type Screen } from "./display-draft";
import { drawing } from "./display-drawings";
import { selectField, textField } from "./display-fields";
import type { Images } from "./display-images";
import type { CounterName } from "./display-zones";
import { t } from "./screen-words";
import { tick, type SettingForm } from "./setting";

export interface Known {
  readonly hall: string;
  readonly counters: readonly CounterName[];
  readonly devices: readonly { id: string; name: string }[];
  readonly images: Images;
}

const LAYOUTS: readonly (readonly [Layout, () => string, () => string])[] = [
  ["calls", () => t("screen.layout_calls"), () => t("screen.layout_calls_what")],
  ["images", () => t("screen.layout_images"), () => t("screen.layout_images_what")],
  ["counter", () => t("screen.layout_counter"), () => t("screen.layout_counter_what")],
];

export function layoutName(layout: Layout): string {
  return LAYOUTS.find(([it]) => it === layout)![1]();
}

export function screenView(form: SettingForm<Arrangement>, at: number, known: Known, remove: () => void): TemplateResult {
  const screen = form.draft.screens[at]!;
  const path = `screens.${at}`;
  const write = (some: Partial<Screen>) => form.write({ screens: replaced(form.draft.screens, at, { ...screen, ...some }) });
  return html`
    <div class="screen" id="screen-${at}">
      <div class="setting__grid">
        ${textField(form, `${path}.name`, t("screen.name"), screen.name, (name) => write({ name, ...renamed(form, at, name) }))}
        ${textField(form, `${path}.id`, t("screen.id"), screen.id, (id) => write({ id }))}
      </div>
      ${layouts(at, screen, (layout) => write({ layout }))}
      <div class="setting__grid">
        ${screen.layout === "counter" ? counterField(form, path, screen, known, write) : zoneField(form, path, screen, write)}
        ${deviceField(form, path, screen, known, write)}
      </div>
      ${screen.layout === "images"
        ? known.images.view(form, path, screen.images, {
            write: (images) => write({ images }),
            move: (nth, by) => write({ images: moved(screen.images, nth, by) }),
          })
        : nothing}
      ${tick(`${path}.speaks`, t("screen.speaks"), screen.speaks, (speaks) => write({ speaks }))}
      <p class="setting__hint">${t("screen.speaks_why")}</p>
      ${addressView(address(known.hall, screen.id))}
      <button class="button quiet" type="button" data-do="remove-screen" @click=${remove}>${t("screen.remove")}</button>
    </div>
  `;
}

/** A screen nobody has typed the address of yet is called in it as it is named. */
function renamed({ draft }: SettingForm<Arrangement>, at: number, name: string): Partial<Screen> {
  const others = draft.screens.filter((_, nth) => nth !== at).map((it) => it.id);
  const { id, name: before } = draft.screens[at]!;
  return id === "" || id === slug(before, others) ? { id: slug(name, others) } : {};
}

function layouts(at: number, screen: Screen, choose: (layout: Layout) => void): TemplateResult {
  return html`
    <fieldset class="layouts">
      <legend>${t("screen.layout")}</legend>
      ${LAYOUTS.map(
        ([layout, name, what]) => html`
          <label class="layouts__card">
            <input type="radio" name="screens.${at}.layout" value=${layout} .checked=${screen.layout === layout} @change=${() => choose(layout)} />
            ${drawing(layout)}
            <span class="layouts__name">${name()}</span>
            <span class="layouts__what">${what()}</span>
          </label>
        `,
      )}
    </fieldset>
  `;
}

function zoneField(
  form: SettingForm<Arrangement>,
  path: string,
  screen: Screen,
  write: (some: Partial<Screen>) => void,
): TemplateResult {
  const zones = form.draft.zones.map((it) => [it.id, it.name.vi || t("screen.new_zone")] as const);
  return selectField(form, `${path}.zone`, t("screen.zone"), [["", t("screen.whole_hall")], ...zones], screen.zone, (zone) =>
    write({ zone }),
  );
}

function counterField(
  form: SettingForm<Arrangement>,
  path: string,
  screen: Screen,
  { counters }: Known,
  write: (some: Partial<Screen>) => void,
): TemplateResult {
  const numbers = counters.map((it) => [it.id, t("screen.counter_number", { n: it.number })] as const);
  return selectField(form, `${path}.counter`, t("screen.counter"), [["", t("screen.choose")], ...numbers], screen.counter, (counter) =>
    write({ counter }),
  );
}

function deviceField(
  form: SettingForm<Arrangement>,
  path: string,
  screen: Screen,
  { devices }: Known,
  write: (some: Partial<Screen>) => void,
): TemplateResult {
  const names = devices.map((it) => [it.id, it.name] as const);
  return selectField(form, `${path}.device`, t("screen.device"), [["", t("screen.no_device")], ...names], screen.device, (device) =>
    write({ device }),
  );
}

/** To be typed, copied or printed; the button is of use where the browser lets a page copy, which plain HTTP does not always. */
export function addressView(url: string): TemplateResult {
  return html`
    <div class="address">
      <label class="field">
        <span>${t("screen.address")}</span>
        <input type="text" readonly .value=${url} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
      </label>
      <button class="button" type="button" @click=${copied}>${t("screen.copy")}</button>
      <a class="button" href=${url} target="_blank" rel="noopener">${t("screen.open")}</a>
    </div>
  `;
}

function copied(event: Event): void {
  const button = event.target as HTMLButtonElement;
  button.parentElement?.querySelector("input")?.select();
  if (document.execCommand("copy")) button.textContent = t("screen.copied");
}
