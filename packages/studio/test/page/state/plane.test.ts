import { assert, describe, it } from "@effect/vitest"
import { colorOf, css, heat, pixel } from "../../../programs/page/state/colors.ts"
import { openOf, tallied } from "../../../programs/page/state/map.ts"
import {
  all,
  frameOf,
  isInside,
  nearer,
  nearest,
  pointAt,
  shifted,
  within
} from "../../../programs/page/state/plane.ts"
import { draw } from "../../../programs/page/state/raster.ts"
import { letters } from "../pool.ts"
import { makeRoom } from "../room.ts"
import { bench } from "./world.ts"

const screen = { width: 400, height: 300 }
const near = (a: readonly [number, number], b: readonly [number, number]): void =>
  a.forEach((value, i) => assert.approximately(value, b[i]!, 1e-9))

describe("the map's plane", () => {
  it("keeps the point under the pointer when it zooms, and follows the hand when it moves", () => {
    const before = pointAt(all, screen, 50, 60), camera = nearer(all, screen, 3, 50, 60)
    near(pointAt(camera, screen, 50, 60), before)
    near(pointAt(shifted(camera, screen, 10, -5), screen, 60, 55), before)
  })

  it("knows inside from outside, of a line with a dent too", () => {
    const dent = [[0, 0], [4, 0], [4, 4], [2, 1], [0, 4]] as const
    assert.deepStrictEqual([isInside(dent, 1, 1), isInside(dent, 2, 3), isInside(dent, 3.5, 2), isInside(dent, 5, 1)], [
      true,
      false,
      true,
      false
    ])
    const points = Float32Array.of(1, 1, 2, 3, 3.5, 2, 5, 1)
    assert.deepStrictEqual([...within(points, dent)], [0, 2])
    assert.deepStrictEqual([...within(Float32Array.of(0, 0, 1, 1, -1, 0.5), frameOf(all, screen))], [0, 1, 2])
  })

  it("finds the nearest item, the smaller of two that are as near, and none that is far", () => {
    const points = Float32Array.of(0.5, 0, 0, 0, 0, 0), middle = [200, 150] as const
    assert.strictEqual(nearest(points, all, screen, middle, 5), 1)
    assert.strictEqual(nearest(points, all, screen, [10, 10], 5), -1)
  })
})

describe("drawing points", () => {
  it("draws disks of the color over the ground, and nothing beyond the edge", () => {
    const out = new Uint32Array(400 * 300).fill(pixel([255, 255, 255])), red = pixel([255, 0, 0])
    draw(out, screen, {
      points: Float32Array.of(0, 0, 9, 9),
      color: Uint32Array.of(red, red),
      camera: all,
      radius: 2,
      opacity: 1
    })
    assert.deepStrictEqual([out[150 * 400 + 200], out[150 * 400 + 230]], [red, pixel([255, 255, 255])])
    assert.strictEqual(out.filter((value) => value !== pixel([255, 255, 255])).length, 21)
  })

  it("mixes what covers in part, channel by channel", () => {
    const out = new Uint32Array(400 * 300).fill(pixel([0, 100, 200])), color = Uint32Array.of(pixel([200, 0, 100]))
    draw(out, screen, { points: Float32Array.of(0, 0), color, camera: all, radius: 1, opacity: 0.5 })
    assert.strictEqual(out[150 * 400 + 200], pixel([100, 50, 150]))
  })

  it("leaves out what has no color, and keeps the order that it is given", () => {
    const out = new Uint32Array(400 * 300), [a, b] = [pixel([1, 1, 1]), pixel([2, 2, 2])]
    const points = Float32Array.of(0, 0, 0, 0, 0, 0), color = Uint32Array.of(a, b, 0)
    draw(out, screen, { points, color, camera: all, radius: 1, opacity: 1, order: Uint32Array.of(1, 0, 2) })
    assert.strictEqual(out[150 * 400 + 200], a)
  })
})

describe("colors", () => {
  it("of classes differ, for a hundred of them", () => {
    assert.strictEqual(new Set(Array.from({ length: 100 }, (_, i) => css(colorOf(i)))).size, 100)
    assert.deepStrictEqual([heat(0, false), heat(1, false)], [[206, 208, 214], [206, 62, 20]])
  })
})

describe("a region of the map", () => {
  it("is labeled and asked about without what is answered or held out, as one act", async () => {
    const one = await bench({ room: makeRoom(letters(60)) }), { acts, labeling, maps } = one.studio
    labeling.answer({ _tag: "Label", class: 2 })
    await one.settle()
    maps.load()
    await one.settle()
    const data = maps.data.value!, heldOut = one.room.session.heldOut
    maps.select(Uint32Array.from({ length: 60 }, (_, i) => i))
    const open = [...openOf(data, maps.selected.value)]
    assert.isTrue(open.every((item) => !heldOut.has(item)))
    assert.strictEqual(
      open.length,
      60 - heldOut.order.length - Number(!heldOut.has(labeling.queue.value.past[0]!.item.item))
    )
    assert.deepStrictEqual(tallied(data.labels, maps.selected.value), [[2, 1]])
    maps.label(1)
    await one.settle()
    assert.strictEqual(one.room.session.perClass().get(1), open.length)
    acts.undo()
    await one.settle()
    assert.isUndefined(one.room.session.perClass().get(1))
    assert.deepStrictEqual([...maps.data.value!.labels], [...data.labels])
    maps.ask()
    await one.settle()
    assert.deepStrictEqual(one.room.session.queue().toSorted((a, b) => a - b), open)
  })
})
