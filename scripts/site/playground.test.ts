import { assert, describe, it } from "@effect/vitest"
import { Matrix, Strategy } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import { completions } from "../../site/playground/complete.ts"
import { controlsOf, edited } from "../../site/playground/controls.ts"
import { asCommand, asTypeScript, asYaml } from "../../site/playground/copy.ts"
import { mapOf, vote } from "../../site/playground/digits.ts"
import { makeEngine, whyOf } from "../../site/playground/engine.ts"
import type { Ask } from "../../site/playground/protocol.ts"
import { digitsModule } from "./playground.ts"

const read = (text: string) => Strategy.readUnsafe(text, registry)

describe("the map of the digits", () => {
  it("has the direction of most variance across, the next one up, within one", () => {
    const rows = [-2, -1, 0, 1, 2].flatMap((x) => [-1, 1].map((y) => [4 * x + 3, 1, y - 2]))
    const map = mapOf(Matrix.fromRows(rows))
    const [xs, ys] = [map.map(([x]) => Math.abs(x)), map.map(([, y]) => Math.abs(y))]
    assert.closeTo(Math.max(...xs), 1, 1e-6)
    assert.isTrue(ys.every((y) => Math.abs(y - 1 / 8) < 1e-6))
  })
})

describe("votes", () => {
  it("are bells around labels over a little everywhere", () => {
    const rows = Matrix.fromRows([[0], [1]])
    const [a, b] = vote(rows, [0, 1], [0], { classes: 2, doubt: 0.1, reach: 1 }).data
    assert.closeTo(a!, 1.1 / 1.2, 1e-6)
    assert.closeTo(b!, 0.1 / 1.2, 1e-6)
    const none = vote(rows, [0, 1], [], { classes: 2, doubt: 0.1, reach: 1 })
    assert.deepStrictEqual([...none.data], [0.5, 0.5, 0.5, 0.5])
  })
})

describe("controls", () => {
  it("come from the Schemas: numbers within their bounds, words, switches", () => {
    const all = new Map(controlsOf(read("typiclust"), registry).map((control) => [control.option, control]))
    assert.deepStrictEqual(all.get("neighbors")!.kind, { _tag: "Number", least: 1, most: 80, step: 1 })
    assert.deepStrictEqual(all.get("profile")!.kind, { _tag: "Choice", among: ["paper", "official"] })
    assert.deepStrictEqual(all.get("normalize")!.kind, { _tag: "Switch" })
    assert.include(all.get("neighbors")!.about, "neighbors")
  })

  it("change a recipe, or a step of a pipeline, and nothing else", () => {
    assert.strictEqual(
      edited(read("typiclust"), registry, { part: 0, option: "neighbors", value: 5 }),
      "typiclust(neighbors=5)"
    )
    const text = "kmeans(budget, starts=2) | one-per-cluster(typicality)"
    const controls = controlsOf(read(text), registry), { part } = controls.find(({ option }) => option === "starts")!
    assert.strictEqual(
      edited(read(text), registry, { part, option: "starts", value: 3 }),
      "kmeans(budget, starts=3) | one-per-cluster(typicality)"
    )
  })

  it("may all be set to their ends", () => {
    for (const name of ["typiclust", "supclust", "probcover", "power", "badge", "refine"]) {
      for (const { kind, option, part } of controlsOf(read(name), registry)) {
        const ends = kind._tag === "Number"
          ? [kind.least, kind.most]
          : kind._tag === "Switch"
          ? [true, false]
          : kind.among
        for (const value of ends) {
          assert.doesNotThrow(() => edited(read(name), registry, { part, option, value }), `${name} ${option}`)
        }
      }
    }
  })

  it("are none of what is no pipeline", () => {
    assert.deepStrictEqual(controlsOf(read("mix(0.5: typiclust, 0.5: random)"), registry), [])
  })
})

describe("completion", () => {
  const names = ["margin", "margin-dropout", "random"].map((name) => ({ name, summary: "" }))

  it("takes the word before the cursor, those that begin with it first", () => {
    const found = completions("mix(0.5: mar, 0.5: random)", 12, names)
    assert.deepStrictEqual(found.map(({ name }) => name), ["margin", "margin-dropout"])
    assert.strictEqual(found[0]!.text, "mix(0.5: margin, 0.5: random)")
    assert.strictEqual(found[0]!.cursor, 15)
  })

  it("is nothing where nothing is written, and not what is there already", () => {
    assert.deepStrictEqual(completions("margin | ", 9, names), [])
    assert.deepStrictEqual(completions("random", 6, names), [])
  })
})

describe("the same question elsewhere", () => {
  const question = { pool: "digits", text: "mix(0.5: margin, 0.5: random)", budget: 7, seed: 2, labeled: 3 }

  it("is quoted for the shell, for a program and for a file", () => {
    assert.strictEqual(
      asCommand(question),
      "npx marginalia select pool.npy --strategy 'mix(0.5: margin, 0.5: random)' --budget 7 --seed 2 --labels labels.csv"
    )
    assert.include(asCommand({ ...question, text: "margin", labeled: 0 }), "--strategy margin --budget 7 --seed 2")
    assert.include(asTypeScript(question), `Strategy.readUnsafe("mix(0.5: margin, 0.5: random)", registry)`)
    assert.include(asYaml(question), `  - "mix(0.5: margin, 0.5: random)"`)
  })
})

describe("the engine", () => {
  const pixels = Uint8Array.from({ length: 64 * 24 }, (_, i) => (i * 7 + (i >> 6) * 31) % 17)
  const engine = makeEngine({ pixels, truth: Array.from({ length: 24 }, (_, i) => i % 10) }, () => 0)
  const question: Ask = { n: 3, pool: "four blobs", text: "margin", budget: 3, seed: 0, labeled: [0, 1, 36, 37, 72] }
  const answered = async (more: Partial<Ask>) => {
    const told = await engine.answer({ ...question, ...more })
    if (!told.ok) throw new Error(told.problem)
    return told
  }

  it("says what there is: the digits, four pools of the plane, and names", () => {
    assert.deepStrictEqual(engine.hello.pools.map(({ name }) => name).slice(0, 2), ["digits", "four blobs"])
    assert.isTrue(engine.hello.names.some(({ name }) => name === "keep-top"))
  })

  it("answers with picks, reasons, the trace and controls", async () => {
    const told = await answered({})
    assert.strictEqual(told.n, 3)
    assert.lengthOf(told.picks, 3)
    // The group that has no labels yet.
    assert.isTrue(told.picks.every(({ position }) => engine.hello.pools[1]!.truth[position] === 3))
    assert.match(told.picks[0]!.why, /^margin -?[\d.]+, 1 of \d+$/)
    assert.strictEqual(told.trace.at(-1)!.left, 3)
  })

  it("changes an option before it asks, and says the new text", async () => {
    const told = await answered({ text: "typiclust", edit: { part: 0, option: "neighbors", value: 4 } })
    assert.strictEqual(told.text, "typiclust(neighbors=4)")
  })

  it("asks the digits about every kind of column", async () => {
    for (const text of ["badge", "bald", "msal-d", "kcenter"]) {
      const told = await answered({ pool: "digits", text, labeled: [0, 1, 2] })
      assert.lengthOf(told.picks, 3, text)
      assert.notIncludeMembers(told.picks.map(({ position }) => position), [0, 1, 2])
    }
  })

  it("says what the library refuses, pointing at the character", async () => {
    const told = await engine.answer({ ...question, text: "normalize | typiclusst" })
    assert.isFalse(told.ok)
    assert.match(told.ok ? "" : told.problem, /column 13: [\s\S]*\^/)
    const options = await engine.answer({ ...question, text: "typiclust(neighbors=0)" })
    assert.isFalse(options.ok)
  })

  it("tells a reason of a cluster in words", () => {
    const cluster = { number: 1, size: 9, labeled: 0 }
    assert.strictEqual(whyOf({ cluster, scores: [], branch: "mix" }), "mix; cluster of 9, none labeled")
  })
})

describe("the digits that the worker carries", () => {
  it("are all of them, a byte a pixel, and a letter a label", () => {
    const [, pixels] = /pixels = "([^"]*)"/.exec(digitsModule())!, [, labels] = /labels = "(\d*)"/.exec(digitsModule())!
    assert.strictEqual(Buffer.from(pixels!, "base64").length, 1797 * 64)
    assert.strictEqual(labels!.length, 1797)
  })
})
