import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import { gray, jitter } from "./color.ts"
import { cropper } from "./crop.ts"
import { pairs, viewProblem } from "./pairs.ts"
import { draw, keyOf, views } from "./views.ts"

const shape = [4, 5, 3] as const
const items = {
  data: Uint8Array.from({ length: 6 * 60 }, (_, i) => (i * 37) % 256),
  rows: 6,
  shape,
  normalization: { scale: 255, mean: [0.5, 0.4, 0.3], std: [0.2, 0.25, 0.5] }
}
const key = Rng.fromSeed(4)
const by = views({ gray: 0.5 })
const make = pairs(items, by, key)

/** One view, step by step. */
const slowly = (position: number, epoch: number, which: 0 | 1): ReadonlyArray<number> => {
  const view = draw(keyOf(key, epoch, position, which), 4, 5, by), x = new Float32Array(60)
  cropper(shape)(
    { data: items.data.slice(position * 60, position * 60 + 60), from: 0 },
    view.crop,
    view.flip,
    1 / 255,
    x,
    0
  )
  if (view.jitter !== undefined) jitter(x, 3, view.jitter)
  if (view.gray) gray(x)
  const { mean, std } = items.normalization
  return Array.from(x, (value, i) => (value - mean[i % 3]!) / std[i % 3]!)
}

describe("pairs of views", () => {
  it("are cropped, colored and normalized, first views before second ones", () => {
    const at = Uint32Array.of(5, 0, 3), found = make(at, 2)
    assert.strictEqual(found.length, 2 * 3 * 60)
    const wanted = ([0, 1] as const).flatMap((which) => [...at].flatMap((position) => slowly(position, 2, which)))
    wanted.forEach((value, i) => assert.closeTo(found[i]!, value, 1e-5))
  })

  it("do not depend on the batch that an image is in", () => {
    const alone = make(Uint32Array.of(3), 1), among = make(Uint32Array.of(1, 3, 0), 1)
    assert.deepStrictEqual(alone.slice(0, 60), among.slice(60, 120))
    assert.deepStrictEqual(alone.slice(60), among.slice(240, 300))
  })

  it("differ from each other, and from epoch to epoch", () => {
    const one = make(Uint32Array.of(3), 1)
    assert.notDeepEqual(one.slice(0, 60), one.slice(60))
    assert.notDeepEqual(make(Uint32Array.of(3), 2), one)
  })

  it("of gray images keep one channel", () => {
    const gray = { ...items, data: items.data.slice(0, 6 * 20), shape: [4, 5, 1] as const }
    const found = pairs({ ...gray, normalization: { scale: 255, mean: [0], std: [1] } }, by, key)(Uint32Array.of(0), 0)
    assert.strictEqual(found.length, 40)
    assert.isTrue(found.every((value) => value >= 0 && value <= 1))
  })

  it("are refused of vectors, of other channels, and of numbers that are no colors", () => {
    assert.isUndefined(viewProblem(items))
    assert.match(viewProblem({ ...items, shape: [60] })!, /takes images, not vectors/)
    assert.match(viewProblem({ ...items, shape: [5, 6, 2] })!, /1 or 3 channels, not 2/)
    const { normalization: _, ...plain } = items
    assert.match(viewProblem(plain)!, /numbers from 0 to 1 .* there is 37/)
    assert.match(viewProblem({ ...plain, data: Float32Array.of(0, NaN, 1) })!, /there is NaN/)
  })
})
