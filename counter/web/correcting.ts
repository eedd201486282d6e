// Correcting a ticket, step by step: fetched, asked about, saved. And where the fields that find look.
import { begun, changes, errandOf, type Correcting } from "./correction";
import * as send from "./commands";
import { decisionWords } from "./decision";
import { finders } from "./finding";
import type { Doing, Model } from "./model";
import { decides } from "./wanted";
import { t } from "./words";

type Hands = Pick<Doing, "openCorrection" | "correcting" | "saveCorrection" | "finder">;

export interface Around {
  model: Model;
  change(some: Partial<Model>): void;
  /** One request after another; a refusal is told. */
  attempt(act: () => Promise<unknown>): Promise<void>;
  learn(code: string): Promise<void>;
}

export function corrections({ model, change, attempt, learn }: Around): Hands {
  let asked = 0;
  const hall = model.hall.id;
  const finds = finders(
    { model, change },
    {
      procedure: (text) => send.findProcedures(hall, text),
      area: (text) => send.findAreas(hall, text),
      return_to: (text) => send.findCentres(hall, text),
    },
  );

  function begin(it: Correcting): void {
    change({ correcting: it, issuing: null, asking: null, finding: null });
    document.querySelector<HTMLInputElement>(".correction [name=procedure]")?.focus();
  }

  /** Only the latest question is answered, however late an earlier answer comes. */
  async function askTheRule(it: Correcting): Promise<void> {
    const turn = ++asked;
    const decision = await send.decide(hall, it, errandOf(it).dossier).catch(() => null);
    if (turn === asked && model.correcting && decision) change({ correcting: { ...model.correcting, decision } });
  }

  return {
    ...finds,
    openCorrection: (id) =>
      attempt(async () => {
        const [ticket, classes] = await Promise.all([send.ticket(id), model.classes.length > 0 ? model.classes : send.classes(hall)]);
        change({ classes });
        begin(begun(ticket));
      }),
    correcting(some) {
      if (!model.correcting) return;
      const it = { ...model.correcting, ...some };
      change({ correcting: decides(some) ? { ...it, decision: null } : it, finding: null });
      if (some.procedure) void learn(some.procedure.code);
      if (decides(some)) void askTheRule(it);
    },
    saveCorrection: () =>
      attempt(async () => {
        const it = model.correcting;
        if (!it) return;
        if (Object.keys(changes(it)).length === 0) return change({ correcting: null, finding: null });
        const ticket = await send.correct(it.ticket.id, { errand: it.errand, ...changes(it) });
        const after = begun(ticket, it.errand);
        const { decision } = errandOf(after);
        // A question that has choices is answered here and now; everything else is said and done.
        if (decision.accept === "ask" && decision.ask.length > 0) return begin(after);
        const text = t("desk.corrected", { label: ticket.label, decision: decisionWords(decision) });
        change({ correcting: null, finding: null, said: { tone: "plain", text } });
      }),
  };
}
