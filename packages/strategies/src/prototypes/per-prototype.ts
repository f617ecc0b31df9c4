/**
 * For each class the candidates most like its prototype.
 */
import { type Frame, Rng, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Closest from "./closest.ts"
import { check, type Needed } from "./similarity.ts"

/** How many picks each class has: an equal share; the classes that take one more are drawn from the key. */
export const quotas = (budget: number, classes: number, key: Rng.Key): Uint32Array => {
  const share = new Uint32Array(classes).fill(Math.floor(budget / classes))
  const all = Uint32Array.from({ length: classes }, (_, c) => c)
  for (const c of Rng.subset(Rng.derive(key, "remainder"), all, budget % classes)) share[c]! += 1
  return share
}

interface Taken extends Closest.Found {
  readonly class: number
}

/** How many candidates beyond its quota a class looks out for: others may take some. */
const SPARE = 8

/** Classes in turn, as long as they have quota left: the first of each, the second of each, … */
const roundRobin = Effect.fnUntraced(function*(frame: Frame.Frame<Needed>, share: Uint32Array) {
  const { candidates } = frame
  const asked = Uint32Array.from(share.keys()).filter((c) => share[c]! > 0)
  const turns = share.reduce((a, b) => Math.max(a, b), 0)
  const closest = yield* Closest.make(frame, candidates, asked, turns + SPARE)
  const taken: Array<Taken> = []
  for (let turn = 0; turn < turns; turn++) {
    for (let j = 0; j < asked.length && taken.length < candidates.length; j++) {
      if (share[asked[j]!]! <= turn) continue
      const found = yield* closest.next(j)
      if (found !== undefined) taken.push({ ...found, class: asked[j]! })
    }
  }
  return taken
})

const evidence = (frame: Frame.Base, taken: ReadonlyArray<Taken>) => {
  const [prototype, similarity] = [new Float64Array(frame.size), new Float64Array(frame.size)]
  prototype.fill(Number.NaN)
  similarity.fill(Number.NaN)
  for (const { class: c, cosine, item } of taken) {
    prototype[frame.candidates[item]!] = c
    similarity[frame.candidates[item]!] = cosine
  }
  return [{ name: "prototype", values: prototype }, { name: "similarity", values: similarity }]
}

/**
 * Classes in turn take the candidate closest to their prototype by its own cosine, each candidate once: floor(b / C)
 * picks a class, and one more for b mod C classes that are drawn from the key each round. Ties go to the smaller
 * position. O(m C) for m candidates, and again now and then; O(b + C) memory.
 *
 * Fails when the projection's width is not the prototypes', or with two classes.
 *
 * Needs `projection` and `prototype`.
 *
 * Source: Kasarla et al. 2024, MSAL, algorithm 1.
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
      const taken = yield* roundRobin(frame, quotas(frame.budget, frame.prototype.rows, frame.key))
      return {
        positions: Uint32Array.from(taken, ({ item }) => frame.candidates[item]!),
        scores: Float64Array.from(taken, ({ cosine }) => cosine),
        evidence: evidence(frame, taken)
      }
    })
})
