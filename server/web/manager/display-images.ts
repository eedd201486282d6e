// The pictures of a screen: sent one by one, each refusal with its sentence; put in order, told in words, taken away.
import { html, nothing, type TemplateResult } from "lit-html";
import { api } from "../shared/api";
import { replaced, type Arrangement } from "./display-draft";
import { t } from "./screen-words";
import { sentenceOf, type SettingForm } from "./setting";

interface Medium {
  id: string;
  name: string;
  width: number | null;
  height: number | null;
  bytes: number;
  url: string;
  used: string[];
}

interface Change {
  write(images: readonly string[]): void;
  move(at: number, by: 1 | -1): void;
}

/** As the server has it; asked here first so that nobody waits for a telephone's photograph to be refused. */
const LARGEST = 4 * 1024 * 1024;

export class Images {
  private kept: Medium[] = [];
  private said = "";
  private troubles: string[] = [];
  private readonly path: string;

  constructor(
    hall: string,
    private readonly draw: () => void,
  ) {
    this.path = `/halls/${encodeURIComponent(hall)}/media`;
  }

  /** Throws a Problem. */
  async ask(): Promise<void> {
    const { items } = await api.get<{ items: Medium[] }>(this.path);
    this.kept = items.filter((it) => it.width !== null);
  }

  view(form: SettingForm<Arrangement>, path: string, chosen: readonly string[], change: Change): TemplateResult {
    const others = this.kept.filter((it) => !chosen.includes(it.id));
    return html`
      <fieldset class="images">
        <legend>${t("screen.images")}</legend>
        <p class="setting__hint">${t("screen.images_why")}</p>
        <ol class="images__chosen">
          ${chosen.map((id, at) => this.line(id, at, chosen, change, form.complaint(`${path}.images.${at}`)))}
        </ol>
        <label class="field">
          <span>${t("screen.add_images")}</span>
          <input
            type="file"
            name="${path}.files"
            accept="image/png,image/jpeg,image/webp"
            multiple
            aria-describedby=${form.idOf(`${path}.images`)}
            @change=${(event: Event) => void this.send(event, chosen, change)}
          />
        </label>
        <p class="images__said" role="status">${this.said}</p>
        ${form.complaint(`${path}.images`)}
        ${this.troubles.length === 0
          ? nothing
          : html`<ul class="note danger" role="alert">${this.troubles.map((it) => html`<li>${it}</li>`)}</ul>`}
        ${others.length === 0 ? nothing : this.shelf(others, chosen, change)}
      </fieldset>
    `;
  }

  private line(id: string, at: number, chosen: readonly string[], change: Change, complaint: TemplateResult): TemplateResult {
    const it = this.kept.find((one) => one.id === id);
    const name = it?.name || t("screen.image_number", { n: at + 1 });
    return html`
      <li>
        ${it === undefined ? html`<span class="images__gone"></span>` : html`<img src=${it.url} alt=${name} />`}
        <label class="field">
          <span>${t("screen.image_words", { n: at + 1 })}</span>
          <input type="text" maxlength="200" .value=${it?.name ?? ""} @change=${(event: Event) => void this.tell(id, event)} />
        </label>
        <span class="images__do">
          ${step("↑", t("screen.image_earlier", { name }), at > 0, () => change.move(at, -1))}
          ${step("↓", t("screen.image_later", { name }), at < chosen.length - 1, () => change.move(at, 1))}
          ${step("×", t("screen.image_out", { name }), true, () => change.write(replaced(chosen, at)))}
        </span>
        ${complaint}
      </li>
    `;
  }

  private shelf(others: readonly Medium[], chosen: readonly string[], change: Change): TemplateResult {
    return html`
      <p class="images__head">${t("screen.kept")}</p>
      <ul class="images__kept">
        ${others.map(
          (it, at) => html`<li>
            <img src=${it.url} alt=${it.name || t("screen.kept_number", { n: at + 1 })} />
            <button class="button quiet" type="button" @click=${() => change.write([...chosen, it.id])}>${t("screen.use")}</button>
            <button class="button quiet" type="button" @click=${() => void this.remove(it)}>${t("screen.delete")}</button>
          </li>`,
        )}
      </ul>
    `;
  }

  private async send(event: Event, chosen: readonly string[], change: Change): Promise<void> {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    this.troubles = [];
    let images = chosen;
    for (const [at, file] of files.entries()) {
      this.tellProgress(t("screen.sending", { n: at + 1, of: files.length, name: file.name }));
      const id = await this.sent(file);
      if (id !== null && !images.includes(id)) images = [...images, id];
    }
    input.value = "";
    this.tellProgress(images === chosen ? "" : t("screen.sent", { n: images.length - chosen.length }));
    if (images !== chosen) change.write(images);
  }

  private async sent(file: File): Promise<string | null> {
    if (file.size > LARGEST) {
      this.troubles.push(`${file.name}: ${t("screen.too_large", { megabytes: LARGEST / 1024 / 1024 })}`);
      return null;
    }
    try {
      const name = file.name.replace(/\.\w+$/, "");
      const it = await api.post<Medium>(`${this.path}?${new URLSearchParams({ name })}`, file);
      this.kept = [it, ...this.kept.filter((one) => one.id !== it.id)];
      return it.id;
    } catch (problem) {
      this.troubles.push(`${file.name}: ${sentenceOf(problem)}`);
      return null;
    }
  }

  private async tell(id: string, event: Event): Promise<void> {
    const name = (event.target as HTMLInputElement).value;
    await this.tried(async () => {
      const told = await api.put<Medium>(`${this.path}/${id}`, { name });
      this.kept = this.kept.map((it) => (it.id === id ? told : it));
      this.said = t("screen.image_told");
    });
  }

  private async remove(it: Medium): Promise<void> {
    await this.tried(async () => {
      await api.delete(`${this.path}/${it.id}`);
      this.kept = this.kept.filter((one) => one !== it);
      this.said = t("screen.deleted");
    });
  }

  private async tried(act: () => Promise<void>): Promise<void> {
    this.troubles = [];
    await act().catch((problem: unknown) => this.troubles.push(sentenceOf(problem)));
    this.draw();
  }

  private tellProgress(said: string): void {
    this.said = said;
    this.draw();
  }
}

function step(sign: string, words: string, may: boolean, act: () => void): TemplateResult {
  return html`<button class="button" type="button" ?disabled=${!may} aria-label=${words} title=${words} @click=${act}>${sign}</button>`;
}
