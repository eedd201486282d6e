// The hall's zones: a name in two languages, and the counters whose calls are seen and heard there.
import { html, type TemplateResult } from "lit-html";
import { EMPTY_ZONE, replaced, slug, type Arrangement, type Zone } from "./display-draft";
import { textField } from "./display-fields";
import { t } from "./screen-words";
import { tick, type SettingForm } from "./setting";

export interface CounterName {
  id: string;
  number: number;
}

export function zonesView(form: SettingForm<Arrangement>, counters: readonly CounterName[]): TemplateResult {
  const { zones } = form.draft;
  return html`
    <div class="zones">
      <h3>${t("screen.zones")}</h3>
      <p class="setting__hint">${t("screen.zones_why")}</p>
      ${zones.map((zone, at) => zoneView(form, zone, at, counters))} ${form.complaint("zones")}
      <button class="button" type="button" data-do="add-zone" @click=${() => added(form)}>${t("screen.add_zone")}</button>
    </div>
  `;
}

function zoneView(form: SettingForm<Arrangement>, zone: Zone, at: number, counters: readonly CounterName[]): TemplateResult {
  const path = `zones.${at}`;
  const write = (some: Partial<Zone>) => form.write({ zones: replaced(form.draft.zones, at, { ...zone, ...some }) });
  const sit = (id: string, on: boolean) =>
    write({ counters: counters.map((it) => it.id).filter((it) => (it === id ? on : zone.counters.includes(it))) });
  const words = (lang: "vi" | "en", label: string) =>
    textField(form, `${path}.name.${lang}`, label, zone.name[lang], (to) => write({ name: { ...zone.name, [lang]: to } }));
  return html`
    <fieldset class="zone">
      <legend>${zone.name.vi || t("screen.new_zone")}</legend>
      <div class="setting__grid">${words("vi", t("screen.zone_vi"))} ${words("en", t("screen.zone_en"))}</div>
      <div class="zone__counters" role="group" aria-label=${t("screen.zone_counters")}>
        ${counters.map((it) =>
          tick(`${path}.${it.id}`, t("screen.counter_number", { n: it.number }), zone.counters.includes(it.id), (on) => sit(it.id, on)),
        )}
      </div>
      ${form.complaint(`${path}.counters`)} ${form.complaint(`${path}.id`)}
      <button class="button quiet" type="button" @click=${() => removed(form, at)}>${t("screen.remove_zone")}</button>
    </fieldset>
  `;
}

function added(form: SettingForm<Arrangement>): void {
  const { zones } = form.draft;
  const id = slug("khu", zones.map((it) => it.id));
  form.write({ zones: [...zones, { ...EMPTY_ZONE, id }] });
  document.querySelector<HTMLInputElement>(`[name="zones.${zones.length}.name.vi"]`)?.focus();
}

/** A screen that hung there shows the whole hall again. */
function removed(form: SettingForm<Arrangement>, at: number): void {
  const { zones, screens } = form.draft;
  const gone = zones[at]?.id;
  form.write({
    zones: replaced(zones, at),
    screens: screens.map((it) => (it.zone === gone ? { ...it, zone: "" } : it)),
  });
}
