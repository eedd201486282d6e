// What a field that finds does: asks as one types, and shows the answer to the latest text only.
import type { Doing, Model, Source } from "./model";

interface Around {
  model: Pick<Model, "finding">;
  change(some: Pick<Model, "finding">): void;
}

export function finders({ model, change }: Around, sources: Record<string, Source>): Pick<Doing, "finder"> {
  let typed = 0;
  return {
    finder: (name, finding) => ({
      name,
      finding,
      async type(text) {
        const turn = ++typed;
        const before = model.finding?.field === name ? model.finding : { found: [], answers: "" };
        change({ finding: { field: name, text, found: before.found, answers: before.answers, at: 0 } });
        const found = text.trim() === "" ? [] : await sources[name]!(text).catch(() => []);
        if (turn === typed && model.finding?.field === name) change({ finding: { field: name, text, found, answers: text, at: 0 } });
      },
      move: (at) => model.finding && change({ finding: { ...model.finding, at } }),
      leave: () => change({ finding: null }),
    }),
  };
}
