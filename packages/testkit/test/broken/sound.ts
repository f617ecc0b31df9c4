/**
 * Strategies whose answers are no answers.
 */
import { Select, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { inTurn } from "../toys.ts"
import { answerOf, ask, type Case, distinctRows, first, good, refuse, spec, strategy, tampered } from "./make.ts"

/** The cases. */
export const soundness: ReadonlyArray<Case> = [
  { law: "sound", fault: "picks an item twice", subject: strategy((f) => first(f).map(() => f.candidates[0]!)) },
  {
    law: "sound",
    fault: "picks labeled items",
    subject: strategy((f) => [...f.labeled, ...first(f)].slice(0, f.budget))
  },
  { law: "sound", fault: "picks one too few", subject: strategy((f) => first(f, f.budget - 1)) },
  { law: "sound", fault: "ignores the budget", subject: strategy((f) => f.candidates) },
  {
    law: "sound",
    fault: "the answer repeats an item",
    subject: good,
    options: tampered(({ positions }) => ({ positions: positions.map(() => positions[0]!) }))
  },
  {
    law: "sound",
    fault: "the answer holds a labeled item",
    subject: good,
    options: {
      query: { restricted: false },
      ...tampered(({ positions }, { labeled = [] }) => ({
        positions: Uint32Array.from([...Array.from(labeled), ...positions]).subarray(0, positions.length)
      }))
    }
  },
  {
    law: "sound",
    fault: "the answer holds an item from outside the candidates",
    subject: good,
    options: {
      ask: (subject, input) =>
        ask(subject, { ...input, candidates: Array.from({ length: input.size ?? 0 }, (_, i) => i) })
    }
  },
  {
    law: "sound",
    fault: "the answer is too short",
    subject: good,
    options: tampered(({ positions }) => ({ positions: positions.subarray(1) }))
  },
  {
    law: "cold",
    fault: "needs a label",
    subject: strategy((f) => f.labeled.length === 0 ? refuse("no labels") : first(f))
  },
  {
    law: "warm",
    fault: "can only start",
    subject: strategy((f) => f.labeled.length > 0 ? refuse("there are labels") : first(f))
  },
  {
    law: "whole",
    fault: "never picks the last candidate",
    subject: strategy((f) => first(f, Math.min(f.budget, Math.max(1, f.candidates.length - 1))))
  },
  {
    law: "more-than-clusters",
    fault: "one a cluster, and no second round",
    subject: Strategy.make(Select.make({
      spec: spec("once"),
      needs: ["cluster"],
      pick: (f) => Effect.map(inTurn().pick(f), ({ positions }) => answerOf(positions.subarray(0, 1)))
    }))
  },
  { law: "duplicates", fault: "one of equal rows only", subject: strategy((f) => distinctRows(f, first(f))) },
  {
    law: "one-point",
    fault: "divides by the spread",
    subject: strategy((f) => f.embedding.data.every((x) => x === f.embedding.data[0]) ? refuse("no spread") : first(f))
  },
  {
    law: "one-item",
    fault: "needs a neighbor",
    subject: strategy((f) => f.size === 1 ? refuse("no neighbor") : first(f))
  },
  {
    law: "aligned",
    fault: "the scores are in another order",
    subject: good,
    options: tampered(({ scores }) => ({ scores: scores.toSorted() }))
  },
  {
    law: "aligned",
    fault: "the ids are those of other items",
    subject: good,
    options: tampered(({ ids }) => ({ ids: ids.toReversed() }))
  },
  {
    law: "aligned",
    fault: "the ids are those of other items, in the picks too",
    subject: good,
    options: tampered(({ ids, picks }) => ({
      ids: ids.toReversed(),
      picks: picks.map((pick, i) => ({ ...pick, id: ids.toReversed()[i]! }))
    }))
  },
  {
    law: "aligned",
    fault: "the ranks start at zero",
    subject: good,
    options: tampered(({ picks }) => ({ picks: picks.map((pick) => ({ ...pick, rank: pick.rank - 1 })) }))
  }
]
