/**
 * For each class the candidates most like its prototype.
 */
import { type Frame, Rng, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { cosines } from "./cosines.ts"
import { check, type Needed } from "./similarity.ts"

/** How many picks each class has: an equal share; the classes that take one more are drawn from the key. */
export const quotas = (budget: number, classes: number, key: Rng.Key): Uint32Array => {
  const share = new Uint32Array(classes).fill(Math.floor(budget / classes))
  const all = Uint32Array.from({ length: classes }, (_, c) => c)
  for (const c of Rng.subset(Rng.derive(key, "remainder"), all, budget % classes)) share[c]! += 1
  return share
}

interface Walk {
  /** Indices into the candidates, in visiting order. */
  readonly taken: ReadonlyArray<number>
  /** For each, the row of the cosines it was taken by. */
  readonly by: ReadonlyArray<number>
}

/** How many candidates a class looks out for at a time. */
const SHORTLIST = 8

/**
 * The unused candidates with the highest cosines in row `j`, best first, at most {@link SHORTLIST}; the earliest of
 * equals first.
 */
const shortlist = (all: Float64Array, j: number, used: Uint8Array): Array<number> => {
  const list: Array<number> = []
  const start = j * used.length
  let least = -Infinity
  for (let i = 0; i < used.length; i++) {
    const cosine = all[start + i]!
    if (cosine <= least || used[i] === 1) continue
    let at = list.length
    while (at > 0 && all[start + list[at - 1]!]! < cosine) at--
    list.splice(at, 0, i)
    if (list.length > SHORTLIST) list.pop()
    if (list.length === SHORTLIST) least = all[start + list.at(-1)!]!
  }
  return list
}

/** Gives the unused candidate closest to a row's class, time after time. */
const closest = (all: Float64Array, used: Uint8Array) => {
  const lists = new Map<number, Array<number>>()
  return (j: number): number => {
    const known = (lists.get(j) ?? []).filter((i) => used[i] === 0)
    const list = known.length > 0 ? known : shortlist(all, j, used)
    lists.set(j, list)
    return list.shift()!
  }
}

/** Classes in turn, as long as they have quota left: the first of each, the second of each, … */
const walk = Effect.fnUntraced(function*(all: Float64Array, items: number, share: Uint32Array) {
  const used = new Uint8Array(items)
  const next = closest(all, used)
  const [taken, by]: [Array<number>, Array<number>] = [[], []]
  const turns = share.reduce((a, b) => Math.max(a, b), 0)
  for (let turn = 0; turn < turns; turn++) {
    for (let j = 0; j < share.length && taken.length < items; j++) {
      if (share[j]! <= turn) continue
      const i = next(j)
      used[i] = 1
      taken.push(i)
      by.push(j)
    }
    yield* Effect.yieldNow
  }
  const steps: Walk = { taken, by }
  return steps
})

const evidence = (frame: Frame.Base, positions: Uint32Array, classes: ReadonlyArray<number>, scores: Float64Array) => {
  const [prototype, similarity] = [new Float64Array(frame.size), new Float64Array(frame.size)]
  prototype.fill(Number.NaN)
  similarity.fill(Number.NaN)
  positions.forEach((position, j) => {
    prototype[position] = classes[j]!
    similarity[position] = scores[j]!
  })
  return [{ name: "prototype", values: prototype }, { name: "similarity", values: similarity }]
}

/**
 * Classes in turn take the candidate closest to their prototype by its own cosine, each candidate once: floor(b / C)
 * picks a class, and one more for b mod C classes that are drawn from the key each round. Ties go to the smaller
 * position. O(m C) for m candidates, and O(m) now and then.
 *
 * Fails when the projection's width is not the prototypes', or with two classes.
 */
export const perPrototype = Select.define({
  name: "per-prototype",
  summary: "an equal share a class of the candidates closest to its prototype",
  source: "Kasarla et al. 2024, MSAL, algorithm 1",
  options: Schema.Struct({}),
  needs: ["projection", "prototype"],
  pick: () => (frame: Frame.Frame<Needed>) =>
    Effect.gen(function*() {
      yield* check("per-prototype", frame)
      const { candidates } = frame
      const share = quotas(frame.budget, frame.prototype.rows, frame.key)
      const asked = Uint32Array.from(share.keys()).filter((c) => share[c]! > 0)
      const all = yield* cosines(frame, candidates, asked)
      const { by, taken } = yield* walk(all, candidates.length, share.filter((n) => n > 0))
      const positions = Uint32Array.from(taken, (i) => candidates[i]!)
      const scores = Float64Array.from(taken, (i, step) => all[by[step]! * candidates.length + i]!)
      return { positions, scores, evidence: evidence(frame, positions, by.map((j) => asked[j]!), scores) }
    })
})
