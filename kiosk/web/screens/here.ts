// Is it this place? With what the errand needs, so that "yes" is the number; whoever has more to say goes on from here.
import { html, nothing, type TemplateResult } from "lit-html";
import { answer, question } from "../frame";
import { pages } from "../pages";
import { go, state, type Screen } from "../state";
import { chooseArea, leaveAreaToDesk, takeHere } from "../visit";
import { inside, said, t } from "../words";
import { asked } from "./area";
import { few, papers, queue, whoDecides } from "./confirm";
import { nameOf } from "./several";

export function hereScreen({ details, decision }: Extract<Screen, { name: "here" }>): TemplateResult {
  const { home: own, busy, visit } = state;
  const name = said(own?.name);
  return html`
    ${question(asked(0), nameOf(visit))}
    <div class="confirm">
      <div class="confirm__read">
        ${pages("read", "reading", [
          details ? html`<p class="reading__name">${said(details.name)} <span class="code">· ${t("screen.code", { code: details.code })}</span></p>` : nothing,
          html`<p class="reading__who">${whoDecides(decision, "submit")}</p>`,
          few(details) ? html`<p class="note warn" data-role="left">${few(details)}</p>` : nothing,
          ...papers(details),
          details?.uncovered ? html`<p class="note" data-role="uncovered">${said(details.uncovered)}</p>` : nothing,
          ...(details?.notices ?? []).map((it) => html`<p class="note warn">${said(it)}</p>`),
        ])}
      </div>
      <div class="confirm__act">
        ${queue(details)}
        <button class="take take--here" type="button" data-action="take-here" aria-disabled=${busy ? "true" : "false"} @click=${takeHere}>
          ${busy ? t("screen.taking") : t("screen.here_take", { area: inside(name) })}
        </button>
        ${answer("area-own", t("screen.here_more", { area: inside(name) }), t("screen.here_more_line"), () => chooseArea(0, own?.area ?? "", name))}
        <div class="besides">
          ${answer("area-elsewhere", t("screen.here_elsewhere"), nothing, () => go({ name: "area", nth: 0 }), { look: "answer--quiet" })}
          ${answer("area-later", t("screen.area_unknown"), nothing, leaveAreaToDesk, { look: "answer--quiet" })}
        </div>
      </div>
    </div>
  `;
}
