/**
 * Scores, selectors and stages that break a law each.
 */
import { Filter, Rng, Score, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { length2, random } from "../toys.ts"
import {
  another,
  byPosition,
  type Case,
  deterministic,
  first,
  l1,
  refuse,
  score,
  selector,
  spec,
  stage
} from "./make.ts"

/** The cases. */
export const scores: ReadonlyArray<Case> = [
  {
    law: "score-shape",
    fault: "scores everything",
    subject: Score.make({
      spec: spec("all"),
      needs: ["embedding"],
      of: (frame) => Effect.succeed(new Float64Array(frame.size))
    })
  },
  {
    law: "score-shape",
    fault: "is as long as the candidates",
    subject: Score.make({
      spec: spec("short"),
      needs: ["embedding"],
      of: (frame) => Effect.succeed(new Float64Array(frame.candidates.length))
    })
  },
  {
    law: "score-shape",
    fault: "is undefined at zero rows",
    subject: score((f, i) => f.embedding.data[i]! / Math.abs(f.embedding.data[i]!))
  },
  { law: "score-pure", fault: "counts its calls", subject: score(() => another()) },
  {
    law: "score-pure",
    fault: "sorts the candidates' numbers in place",
    subject: score((f, i) => f.embedding.data.sort()[i]!)
  },
  {
    law: "score-pointwise",
    fault: "is a rank",
    subject: Score.rank(length2()),
    options: { traits: { pointwise: true } }
  },
  { law: "score-permutation", fault: "goes by position", subject: byPosition, options: deterministic },
  {
    law: "score-seedless",
    fault: "adds noise",
    subject: score((f, i) => Rng.uniform(f.key, i)),
    options: deterministic
  },
  { law: "score-rotation", fault: "sums absolute numbers", subject: l1, options: { traits: { rotation: true } } },
  { law: "score-translation", fault: "goes by length", subject: length2(), options: { traits: { translation: true } } },
  { law: "score-scaling", fault: "promises the wrong power", subject: length2(), options: { traits: { scaling: 1 } } }
]

/** The cases. */
export const selectors: ReadonlyArray<Case> = [
  { law: "select-sound", fault: "picks an item twice", subject: selector((f) => first(f).map(() => f.candidates[0]!)) },
  {
    law: "select-sound",
    fault: "picks what is picked already",
    subject: selector((f) => [...f.picked, ...first(f)].slice(0, f.budget))
  },
  { law: "select-sound", fault: "picks one too few", subject: selector((f) => first(f, f.budget - 1)) },
  {
    law: "select-sound",
    fault: "fails where no candidate is left",
    subject: selector((f) => f.candidates.length === 0 ? refuse("none") : first(f))
  },
  {
    law: "select-sound",
    fault: "gives no scores",
    subject: Select.make({
      spec: spec("scoreless"),
      needs: ["embedding"],
      pick: (f) => Effect.succeed({ positions: first(f), scores: new Float64Array() })
    })
  },
  {
    law: "select-pure",
    fault: "uses ambient state",
    subject: selector((f) => Rng.subset(Rng.fromSeed(another()), f.candidates, f.budget))
  },
  {
    law: "select-pure",
    fault: "reverses the candidates in place",
    subject: selector((f) => f.candidates.reverse().slice(0, f.budget))
  },
  {
    law: "select-nested",
    fault: "sorts its picks by position, from the end",
    subject: selector((f) => f.candidates.toReversed().slice(0, f.budget).sort()),
    options: { traits: { nested: true } }
  },
  { law: "select-seedless", fault: "draws after all", subject: random(), options: deterministic }
]

/** The cases. */
export const stages: ReadonlyArray<Case> = [
  { law: "stage-removes", fault: "brings candidates back", subject: stage((f) => ({ candidates: f.wider[0]! })) },
  { law: "stage-removes", fault: "reverses them", subject: stage((f) => ({ candidates: f.candidates.toReversed() })) },
  { law: "stage-pure", fault: "uses ambient state", subject: stage((f) => ({ candidates: first(f, another() % 3) })) },
  {
    law: "stage-pure",
    fault: "sorts the candidates in place",
    subject: stage((f) => ({ candidates: f.candidates.reverse() }))
  },
  { law: "stage-adds", fault: "adds nothing of what it says", subject: stage(() => ({}), ["cluster"]) },
  {
    law: "stage-adds",
    fault: "changes what it does not speak of",
    subject: stage((f) => ({ columns: { embedding: { ...f.embedding } } }))
  },
  {
    law: "filter-idempotent",
    fault: "keeps a share",
    subject: Filter.keepTop(length2(), "50%"),
    options: { traits: { idempotent: true } }
  }
]
