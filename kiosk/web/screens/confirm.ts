// The last look before a number: what to have at hand, who decides, how long it takes.
import { html, nothing, type TemplateResult } from "lit-html";
import { hourMinute } from "../../../server/web/shared/time";
import { answer, question } from "../frame";
import { pages } from "../pages";
import { back, go, home, state, type Screen } from "../state";
import { choosePriority, take, takeAdvice } from "../visit";
import { clockRange, minutes, people, said, t } from "../words";
import type { Decision, PriorityClass, ProcedureDetails, Purpose, Standing } from "../wire";
import { offerCard } from "./card";
import { besides, errandList, nameOf } from "./several";

const FEW = 10; // errands left of a field's quota: from here on it is said

export function confirmScreen(screen: Extract<Screen, { name: "confirm" }>): TemplateResult {
  const { details, decision, standing } = screen;
  const { areas, turn } = state.visit;
  const open = state.menu?.open ?? false;
  const reading = standing && knownOf(standing);
  return html`
    ${question(nameOf(state.visit))}
    <div class="confirm">
      <div class="confirm__read">
        ${pages("read", "reading", [
          ...errandList(),
          reading ? html`<p class="note ${reading.inVain ? "warn" : "ok"}" role="status" data-role="standing">${reading.sentence}</p>` : nothing,
          standing?.procedure ? html`<p class="reading__name">${said(standing.procedure.name)}</p>` : nothing,
          details ? html`<p class="reading__name">${said(details.name)} <span class="code">· ${t("screen.code", { code: details.code })}</span></p>` : nothing,
          areas.length ? html`<p class="reading__area">${t("screen.area_chosen", { area: areas.map((it) => it.name).join(" · ") })}</p>` : nothing,
          decision && !reading ? html`<p class="reading__who">${whoDecides(decision, state.visit.purpose)}</p>` : nothing,
          few(details) ? html`<p class="note warn" data-role="left">${few(details)}</p>` : nothing,
          ...papers(details),
          details?.uncovered && open ? html`<p class="note" data-role="uncovered">${said(details.uncovered)}</p>` : nothing,
          ...(details?.notices ?? []).map((it) => html`<p class="note warn">${said(it)}</p>`),
        ])}
      </div>
      <div class="confirm__act">
        ${open && !turn ? queue(details) : nothing}
        ${!open
          ? html`<p class="note warn">${said(state.menu?.closed_reason) || t("screen.closed")}</p>`
          : reading?.inVain
            ? anotherTime()
            : html`${turn ? nothing : html`${priority()} ${besides()}`}
                <button class="take" type="button" data-action="take" aria-disabled=${state.busy ? "true" : "false"} @click=${take}>
                  ${takeLabel(turn?.label)}
                </button>`}
      </div>
    </div>
  `;
}

export function priorityScreen(): TemplateResult {
  const { menu, visit } = state;
  return html`
    ${question(t("screen.priority_question"), priorityUnder())}
    ${pages("priority", "answers", [
      ...(menu?.priority_classes ?? []).map((it) =>
        answer("priority-class", said(it.name), visit.card?.priority === it.id ? t("screen.priority_by_card") : said(it.note), () => choose(it.id), {
          code: it.id,
          look: visit.priority === it.id ? "answer--chosen" : "",
        }),
      ),
      offerCard("priority"),
      answer("priority-none", t("screen.priority_none"), nothing, () => choose(null)),
    ])}
  `;
}

/** There is nothing to collect: nobody need wait for that, and whoever doubts it may ask. */
function anotherTime(): TemplateResult {
  return html`
    <button class="take" type="button" data-action="not-now" @click=${home}>${t("screen.not_now")}</button>
    <button class="take take--second" type="button" data-action="advice" @click=${takeAdvice}>${t("screen.take_advice")}</button>
  `;
}

/** What is known of the dossier, and whether somebody would wait in vain today; null where nothing is known. */
function knownOf(standing: Standing): { sentence: string; inVain: boolean } | null {
  if (!standing.sentence || standing.status === "unknown") return null;
  const elsewhere = standing.at !== null && standing.at.id !== state.menu?.hall.id;
  const toCollect = state.visit.purpose === "collect_result";
  return { sentence: said(standing.sentence), inVain: toCollect && (standing.status !== "ready" || elsewhere) };
}

/** Who will decide, in one sentence a citizen can repeat at home. */
export function whoDecides(decision: Decision, purpose: Purpose): string {
  const agency = said(decision.competent?.name);
  if (decision.accept === "ask") return t("screen.decided_asked");
  if (!agency) return t("screen.decided_later");
  if (purpose !== "submit") return t("screen.decided_by", { agency });
  if (decision.route === "assisted_online") {
    return decision.accept === "yes_handover" ? t("screen.decided_online", { agency }) : t("screen.decided_online_here", { agency });
  }
  return decision.accept === "yes_handover" ? t("screen.decided_there", { agency }) : t("screen.decided_here", { agency });
}

/** A card that proves no priority by age leaves the others to be chosen. */
function priorityUnder(): string {
  const { card } = state.visit;
  return card && !card.priority ? t("screen.priority_not_by_card") : t("screen.priority_under");
}

function takeLabel(label: string | undefined): string {
  if (state.busy) return t(label ? "screen.wait" : "screen.taking");
  return label ? t("screen.turn_add", { label }) : t("screen.take");
}

/** Few are left of what the hall receives of this field in a day: better known here than after the wait. */
export function few(details: ProcedureDetails | null): string {
  const left = state.menu?.fields.find((it) => it.id === details?.field)?.left ?? null;
  if (state.visit.purpose !== "submit" || left === null || left > FEW) return "";
  return left === 0 ? t("screen.none_left") : t("screen.few_left", { n: left });
}

export function papers(details: ProcedureDetails | null): TemplateResult[] {
  if (!details || state.visit.purpose !== "submit") return [];
  if (details.papers.length === 0) return [];
  return [
    html`<h2 class="reading__title">${t("screen.papers")}</h2>`,
    ...details.papers.map((it) => html`<p class="paper">${said(it)}</p>`),
  ];
}

export function queue(details: ProcedureDetails | null): TemplateResult | typeof nothing {
  const { ahead = null, expected = null, called_from: from = null } = details ?? {};
  if (ahead === null && !expected) return nothing;
  return html`
    <dl class="queue">
      ${ahead === null
        ? nothing
        : html`<div>
            <dt>${t("screen.queue_waiting")}</dt>
            <dd>${ahead === 0 ? t("screen.nobody") : people(ahead)}</dd>
          </div>`}
      ${from
        ? html`<div>
            <dt>${t("screen.queue_called")}</dt>
            <dd data-role="called-from">${t("screen.called_from", { time: hourMinute(from) })}</dd>
          </div>`
        : nothing}
      ${expected && !from
        ? html`<div>
            <dt>${t("screen.queue_expected")}</dt>
            <dd>${minutes(expected)}</dd>
            <dd class="queue__clock">${clockRange(expected)}</dd>
          </div>`
        : nothing}
    </dl>
  `;
}

function priority(): TemplateResult | typeof nothing {
  const classes: PriorityClass[] = state.menu?.priority_classes ?? [];
  if (classes.length === 0) return nothing;
  const chosen = classes.find((it) => it.id === state.visit.priority);
  const proposed = classes.find((it) => it.id === state.visit.card?.priority);
  if (!chosen && proposed) {
    const name = t("screen.priority_chosen", { name: `${said(proposed.name)}?` });
    return answer("priority-by-card", name, t("screen.priority_take_by_card"), () => choosePriority(proposed.id));
  }
  return answer(
    "priority",
    chosen ? t("screen.priority_chosen", { name: said(chosen.name) }) : t("screen.priority_ask"),
    chosen ? t("screen.priority_change") : t("screen.priority_who"),
    () => go({ name: "priority" }),
    { look: chosen ? "answer--chosen" : "" },
  );
}

function choose(priority: string | null): void {
  choosePriority(priority);
  back();
}
