// Giving a number, step by step: begun, asked about, issued.
import { key, Problem } from "../../server/web/shared/api";
import * as send from "./commands";
import { asked, isAsked, isOverruled, type Issuing } from "./issue";
import type { Doing, Giving } from "./model";
import { decides, type Wanted } from "./wanted";

export type Hands = Pick<Doing, "openIssue" | "issuing" | "issue" | "issueGuidance">;

export interface Around {
  model: Giving;
  change(some: Partial<Giving>): void;
  /** One request after another; a refusal is told. */
  attempt(act: () => Promise<unknown>): Promise<void>;
  learn(code: string): Promise<void>;
  /** What this page adds to every request: where it is printed. */
  also?(): Partial<send.Asked>;
}

const BLANK: Wanted = { procedure: null, purpose: "submit", area: null, priority: null, language: "vi", decision: null };

export function issues({ model, change, attempt, learn, also = () => ({}) }: Around): Hands {
  let turn = 0;
  const hall = model.hall.id;

  function focus(field: string): void {
    document.querySelector<HTMLInputElement>(`.issue [name=${field}]`)?.focus();
  }

  /** Only the latest question is answered, however late an earlier answer comes. */
  async function askTheRule(it: Wanted): Promise<void> {
    const mine = ++turn;
    if (!isAsked(it)) return;
    const decision = await send.decide(hall, it).catch(() => null);
    if (mine === turn && model.issuing && decision) change({ issuing: { ...model.issuing, decision } });
  }

  /** Guidance instead is another request than the one that went unanswered, so its key is another. */
  async function give(it: Issuing, what: send.Asked): Promise<void> {
    try {
      const given = await send.issue(hall, { ...what, ...also() }, `${it.key}.${what.purpose}`);
      change({ issuing: { ...it, given }, finding: null });
    } catch (mistake) {
      // A refusal is final for its key, and the law or the hall may have changed since the rule was asked.
      if (mistake instanceof Problem && !mistake.unreachable && model.issuing) {
        const again = { ...it, key: key(), decision: null };
        change({ issuing: again });
        void askTheRule(again);
      }
      throw mistake;
    }
  }

  return {
    openIssue: () =>
      attempt(async () => {
        const classes = model.classes.length > 0 ? model.classes : await send.classes(hall);
        const issuing = { ...BLANK, despite: "", error: false, key: key(), given: null };
        change({ classes, issuing, finding: null });
        focus("procedure");
      }),
    issuing(some) {
      if (!model.issuing) return;
      const it: Issuing = { ...model.issuing, error: false, ...some, key: key() };
      change({ issuing: decides(some) ? { ...it, decision: null } : it, finding: null });
      if (some.procedure) void learn(some.procedure.code);
      if (decides(some)) void askTheRule(it);
    },
    async issue() {
      const it = model.issuing;
      // In the middle of a search the field does not show what is chosen.
      if (!it?.decision || it.given || model.finding) return;
      const { decision } = it;
      if (isOverruled(decision) && it.despite.trim() === "") {
        change({ issuing: { ...it, error: true } });
        return focus("despite");
      }
      await attempt(() => give(it, asked({ ...it, decision })));
    },
    async issueGuidance() {
      const it = model.issuing;
      if (!it || it.given) return;
      await attempt(() => give(it, { purpose: "advice", priority: it.priority, language: it.language }));
    },
  };
}
