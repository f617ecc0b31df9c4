import { assert, describe, it } from "@effect/vitest"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { folder, names, picture, readCopies, strategies } from "../pictures.ts"
import { copiesPicked } from "../strategies-doc/spread.ts"
import { draw, levelsOf } from "./draw.ts"
import { probabilities } from "./model.ts"
import { type Plane, planes } from "./pools.ts"
import { sceneOf } from "./scene.ts"

const line: Plane = {
  name: "a line",
  points: [[-1, 0], [0, 0], [0.1, 0], [1, 0]],
  truth: [0, 0, 1, 1],
  labeled: [0, 3],
  classes: 2
}

const strategy = (name: string) => strategies().get(name)!

describe("the pools", () => {
  it.each(planes)("$name lies in the square, its labels are of its points", (plane) => {
    assert.isTrue(plane.points.flat().every((x) => Math.abs(x) <= 1))
    assert.strictEqual(plane.truth.length, plane.points.length)
    assert.deepStrictEqual([...plane.labeled].sort((a, b) => a - b), plane.labeled)
    assert.isBelow(Math.max(...plane.labeled), plane.points.length)
  })

  it("have a class without labels, and places with many points", () => {
    assert.notInclude(planes[0]!.labeled.map((at) => planes[0]!.truth[at]), 3)
    const places = planes[3]!.points.map(String)
    assert.isAtMost(new Set(places).size, places.length - 3 * 11)
  })
})

describe("the model", () => {
  it("says at a label what its bell and the doubt come to", () => {
    const [p0, p1] = probabilities(line, [0]).data
    assert.closeTo(p0!, 1.05 / 1.1, 1e-6)
    assert.closeTo(p1!, 0.05 / 1.1, 1e-6)
  })

  it("doubts halfway between labels", () => {
    const middle = probabilities(line, [0, 3]).data.subarray(2, 4)
    assert.closeTo(middle[0]!, 0.5, 1e-6)
  })
})

describe("a scene", () => {
  it("has the selector's score of every item, none of what is labeled", () => {
    const { picks, scores } = sceneOf(strategy("margin"), line)
    assert.deepStrictEqual(scores.map(Number.isNaN), [true, false, false, true])
    assert.isAbove(scores[1]!, scores[2]!)
    assert.deepStrictEqual(picks, [1, 2])
  })

  it("asks of each alone where a selector ranks by what was picked: the distance from what is labeled", () => {
    const { scores } = sceneOf(strategy("kcenter"), line)
    assert.closeTo(scores[1]!, 1, 1e-6)
    assert.closeTo(scores[2]!, 0.9, 1e-6)
  })

  it("says why a strategy does nothing", () => {
    const scene = sceneOf(strategy("msal"), line)
    assert.match(scene.refusal!, /2 classes/)
    assert.deepStrictEqual(scene.picks, [])
    assert.include(draw("msal", [scene]), "with 2 classes the projection")
  })
})

describe("the steps of color", () => {
  it("hold an equal share each, equal scores one, and none what has none", () => {
    assert.deepStrictEqual(levelsOf([0, 1, 2, 3, 4, 5, 6]), [0, 1, 2, 3, 4, 5, 5])
    assert.deepStrictEqual(levelsOf([7, 7, Number.NaN, 7]), [0, 0, -1, 0])
    assert.deepStrictEqual(levelsOf([Infinity, -Infinity, 0]), [5, 0, 3])
    assert.deepStrictEqual(levelsOf([]), [])
  })
})

describe("docs/strategies/img", () => {
  it("has a picture of every strategy, and no other", () => {
    assert.deepStrictEqual(readdirSync(folder).toSorted(), names.map((name) => `${name}.svg`).toSorted())
    assert.deepStrictEqual([...readCopies().keys()].filter((name) => !names.includes(name)), [])
  })

  it.each(["random", "margin", "typiclust"])("%s is what is drawn now", (name) => {
    assert.strictEqual(readFileSync(join(folder, `${name}.svg`), "utf8"), picture(name), "run: npm run pictures")
  })

  it.each(["margin", "kmeans", "badge"])("%s picks as many copies as was counted", (name) => {
    assert.strictEqual(copiesPicked(strategy(name)), readCopies().get(name), "run: npm run pictures")
  })
})
