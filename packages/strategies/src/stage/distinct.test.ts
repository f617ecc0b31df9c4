import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Frame, Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { frameOf, rows } from "../../test/model-based.ts"
import { distinct, type DistinctOptions } from "./distinct.ts"

const of = (...numbers: ReadonlyArray<number>) => Uint32Array.from(numbers)

const cluster = (...assignment: ReadonlyArray<number>) => ({ assignment: Int32Array.from(assignment) })

const left = (frame: Frame.Any, options: DistinctOptions): ReadonlyArray<number> => [
  ...Effect.runSync(distinct(options).steps[0]!.run(frame)).candidates!
]

/** At some degrees round the origin. */
const at = (...degrees: ReadonlyArray<number>) =>
  rows(...degrees.map((d) => [Math.cos(d * Math.PI / 180), Math.sin(d * Math.PI / 180)]))

/** 1 − cos of some degrees, and a little more. */
const within = (degrees: number) => 1 - Math.cos(degrees * Math.PI / 180) + 1e-6

/** The definition by pairs of cosines. */
const brute = (frame: Frame.Any, eps: number, keep: "nearest" | "farthest"): ReadonlyArray<number> => {
  const { cluster, embedding } = frame, rowOf = (i: number) => [...Matrix.row(embedding!, i)]
  const cosine = (a: number, b: number) => {
    const [x, y] = [rowOf(a), rowOf(b)], [m, n] = [Math.hypot(...x), Math.hypot(...y)]
    return m === 0 || n === 0 ? (m === n ? 1 : -1) : x.reduce((sum, v, j) => sum + v / m * (y[j]! / n), 0)
  }
  const own = (i: number) => Math.max(-1, cluster!.assignment[i]!)
  const distance = (i: number) => {
    const members = Array.from(Array(frame.size).keys()).filter((j) => own(j) === own(i))
    const center = rowOf(i).map((_, c) => members.reduce((sum, j) => sum + rowOf(j)[c]!, 0) / members.length)
    return own(i) < 0 ? 0 : Math.hypot(...rowOf(i).map((x, c) => x - center[c]!))
  }
  const distances = Array.from({ length: frame.size }, (_, i) => distance(i))
  const sign = keep === "nearest" ? 1 : -1
  const kept: Array<number> = []
  for (const x of [...frame.candidates].sort((a, b) => sign * (distances[a]! - distances[b]!) || a - b)) {
    const others = [...frame.labeled, ...frame.picked, ...kept].filter((y) => own(y) === own(x))
    if (!others.some((y) => cosine(x, y) >= 1 - eps - 1e-9)) kept.push(x)
  }
  return kept.toSorted((a, b) => a - b)
}

describe("distinct", () => {
  it("by hand: of near copies the one nearest to the center stays, or the farthest", () => {
    // The mean points to about 24°; 20° is nearest, then 30°, 10°, 60°, 0°.
    const frame = frameOf({ embedding: at(0, 10, 20, 30, 60), cluster: cluster(0, 0, 0, 0, 0) })
    assert.deepStrictEqual(left(frame, { eps: within(12) }), [0, 2, 4])
    assert.deepStrictEqual(left(frame, { eps: within(12), keep: "farthest" }), [0, 3, 4])
    assert.deepStrictEqual(left(frame, { eps: within(31), keep: "nearest" }), [2, 4])
    assert.deepStrictEqual(left(frame, { eps: within(31), keep: "farthest" }), [0, 4])
    assert.deepStrictEqual(left(frame, { eps: within(9) }), [0, 1, 2, 3, 4])
  })

  it("compares with what was kept, not with what went", () => {
    // 10 goes for 20; 0 is near 10 alone.
    const frame = frameOf({ embedding: at(0, 10, 20, 22, 24, 26), cluster: cluster(0, 0, 0, 0, 0, 0) })
    assert.deepStrictEqual(left(frame, { eps: within(12) }), [0, 2])
  })

  it("leaves out near copies of what is labeled or picked, in the same cluster alone", () => {
    const embedding = at(0, 1, 1, 90, 91, 180),
      frame = frameOf(
        { embedding, cluster: cluster(0, 0, 1, 1, 1, -1) },
        { labeled: of(0), picked: of(4), candidates: of(1, 2, 3, 5) }
      )
    assert.deepStrictEqual(left(frame, { eps: within(2) }), [2, 5])
  })

  it("takes rows that point the same way for copies at ε = 0, whatever their length, and zero rows for each other's", () => {
    const embedding = rows([1, 2], [3, 6], [0.1, 0.2], [1, 2.001], [0, 0], [0, 0])
    const frame = frameOf({ embedding, cluster: cluster(-1, -1, -1, -1, -1, -1) })
    assert.deepStrictEqual(left(frame, { eps: 0 }), [0, 3, 4])
    assert.deepStrictEqual(left(frame, { eps: 1 }), [0, 4])
  })

  it("takes directions from the origin, wherever the numbers are kept from", () => {
    const plain = rows([0, 0], [90, 90], [90, 0]), far = { ...plain, offset: Float64Array.of(10, 10) }
    const assignment = cluster(0, 0, 0)
    assert.deepStrictEqual(left(frameOf({ embedding: plain, cluster: assignment }), { eps: 0.05 }), [0, 1, 2])
    assert.deepStrictEqual(left(frameOf({ embedding: far, cluster: assignment }), { eps: 0.05 }).length, 2)
  })

  const number = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -64, max: 64 }).map((n) => n / 16))
  const item = fc.tuple(fc.tuple(number, number), fc.integer({ min: -1, max: 2 }), fc.integer({ min: 0, max: 5 }))

  test.prop([
    fc.array(item, { minLength: 1, maxLength: 14 }),
    fc.constantFrom(0, 0.003, 0.05, 0.3, 1),
    fc.constantFrom<["nearest", "farthest"]>("nearest", "farthest")
  ])("is the definition by pairs, on any frame", (items, eps, keep) => {
    const at = (what: number) => Uint32Array.from(items.keys()).filter((i) => items[i]![2] === what)
    const others = Uint32Array.from(items.keys()).filter((i) => items[i]![2] > 1)
    const frame = frameOf(
      { embedding: rows(...items.map(([row]) => row)), cluster: cluster(...items.map(([, c]) => c)) },
      { labeled: at(0), picked: at(1), candidates: others }
    )
    const found = left(frame, { eps, keep })
    assert.deepStrictEqual(found, brute(frame, eps, keep))
    assert.deepStrictEqual(left({ ...frame, candidates: Uint32Array.from(found) }, { eps, keep }), found)
  })
})
