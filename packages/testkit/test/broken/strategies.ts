/**
 * Strategies that break the other laws.
 */
import { Filter, Matrix, Query, Ranking, Rng, Stage, Strategy } from "@marginalia/core"
import { length2, random, registry, top } from "../toys.ts"
import {
  another,
  type Case,
  deterministic,
  first,
  forgetful,
  forgetfulRecipe,
  good,
  grid,
  identity,
  l1,
  score,
  stage,
  strategy,
  tampered,
  withRecipe
} from "./make.ts"

/** The cases. */
export const purity: ReadonlyArray<Case> = [
  {
    law: "pure",
    fault: "uses ambient state",
    subject: strategy((f) =>
      Ranking.top(f.candidates, Float64Array.from({ length: f.size }, () => another()), f.budget)
    ),
    options: tampered(({ positions }) => ({ positions: positions.map((x, i) => i === 0 ? x + (another() % 7) : x) }))
  },
  {
    law: "pure",
    fault: "normalizes the caller's matrix in place",
    subject: strategy((f) => {
      f.embedding.data.forEach((x, i) => {
        f.embedding.data[i] = x / 2
      })
      return first(f)
    })
  },
  {
    law: "content",
    fault: "draws by which array it is",
    subject: strategy((f) => Rng.subset(Rng.fromSeed(identity(f.embedding)), f.candidates, f.budget)),
    options: grid
  },
  {
    law: "transfer",
    fault: "goes by what it has overwritten",
    subject: strategy((f) => {
      if (f.owned?.has("embedding") === true) f.embedding.data.fill(0)
      const scores = Float64Array.from({ length: f.size }, (_, i) => f.embedding.data[i * f.embedding.cols]!)
      return Ranking.top(f.candidates, scores, f.budget)
    })
  },
  {
    law: "names",
    fault: "goes by the ids",
    subject: good,
    options: tampered(({ ids, positions }) => {
      const order = [...positions.keys()].sort((a, b) => ids[a]! < ids[b]! ? -1 : 1)
      return { positions: Uint32Array.from(order, (i) => positions[i]!) }
    })
  },
  {
    law: "order",
    fault: "the first of equals, in the order in which candidates are listed",
    subject: strategy((f) => first(f)),
    options: {
      ask: (subject, input) => {
        const query = Query.makeUnsafe(input) as Query.Any
        const free = new Set(query.candidates)
        const listed = Uint32Array.from(input.candidates ?? query.candidates).filter((i) => free.has(i))
        return Strategy.runAny(subject, { ...query, candidates: listed })
      }
    }
  },
  { law: "seedless", fault: "draws after all", subject: Strategy.make(random()), options: deterministic }
]

/** The cases. */
export const writtenForms: ReadonlyArray<Case> = [
  { law: "text", fault: "forgets an option", subject: Strategy.make(forgetful), options: { ...grid, registry } },
  { law: "json", fault: "forgets an option", subject: Strategy.make(forgetful), options: { ...grid, registry } },
  {
    law: "text",
    fault: "is not in the registry",
    subject: strategy((f) => first(f)),
    options: { registry }
  },
  {
    law: "expanded",
    fault: "expands to something else",
    subject: forgetfulRecipe(),
    options: { ...grid, registry: withRecipe }
  },
  {
    law: "trace",
    fault: "a stage brings candidates back",
    subject: Strategy.make(
      Stage.andThen(Filter.keepTop(length2(), 1), stage((f) => ({ candidates: f.wider[0]! }))),
      top(length2())
    )
  },
  {
    law: "trace",
    fault: "a step is not told of",
    subject: Strategy.make(Filter.keepTop(length2(), "50%"), top(length2())),
    options: tampered(({ trace }) => ({ trace: trace.slice(1) }))
  },
  {
    law: "trace",
    fault: "the picks do not add up",
    subject: good,
    options: tampered(({ trace }) => ({ trace: trace.map((one) => ({ ...one, candidates: one.candidates - 1 })) }))
  },
  {
    law: "trace",
    fault: "time runs backwards",
    subject: good,
    options: tampered(({ trace }) => ({ trace: trace.map((one) => ({ ...one, milliseconds: -1 })) }))
  }
]

/** The cases. */
export const symmetries: ReadonlyArray<Case> = [
  { law: "permutation", fault: "goes by position", subject: strategy((f) => first(f)), options: deterministic },
  {
    law: "nested",
    fault: "sorts its picks by position",
    subject: strategy((f) =>
      Ranking.top(f.candidates, Float64Array.from({ length: f.size }, (_, i) => i), f.budget).sort()
    ),
    options: { traits: { nested: true } }
  },
  {
    law: "rotation",
    fault: "sums absolute numbers",
    subject: Strategy.make(top(l1)),
    options: { traits: { rotation: true } }
  },
  { law: "translation", fault: "goes by length", subject: good, options: { traits: { translation: true } } },
  {
    law: "scaling",
    fault: "wants length one",
    subject: Strategy.make(top(score((f, i) => -Math.abs(Matrix.row(f.embedding, i).reduce((s, x) => s + x * x, -1))))),
    options: { traits: { scaling: 1 } }
  }
]
