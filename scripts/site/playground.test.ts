import { assert, describe, it } from "@effect/vitest"
import { Matrix, Strategy } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import { completions } from "../../site/playground/complete.ts"
import { controlsOf, edited } from "../../site/playground/controls.ts"
import { mapOf, vote } from "../../site/playground/digits.ts"
import { makeEngine, whyOf } from "../../site/playground/engine.ts"
import { ownPool, saysOf } from "../../site/playground/own.ts"
import { poolsOf } from "../../site/playground/pools.ts"
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

describe("the engine", () => {
  const pixels = Uint8Array.from({ length: 64 * 24 }, (_, i) => (i * 7 + (i >> 6) * 31) % 17)
  const engine = makeEngine(poolsOf({ pixels, truth: Array.from({ length: 24 }, (_, i) => i % 10) }), () => 0)
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

  it("says so where no label tells the items apart, and where there is one says nothing", async () => {
    for (const text of ["margin", "bald"]) {
      assert.match((await answered({ text, labeled: [] })).remarks[0]!, /^Nothing is labeled, .* all items are tied/)
      assert.deepStrictEqual((await answered({ text })).remarks, [])
    }
    for (const text of ["typiclust", "typiclust-then-margin", "random"]) {
      assert.deepStrictEqual((await answered({ text, labeled: [] })).remarks, [], text)
    }
  })

  it("writes what is without end as such", () => {
    const score = { name: "typicality", value: -Infinity, rank: 1, of: 9 }
    assert.strictEqual(whyOf({ scores: [score] }), "typicality -∞, 1 of 9")
  })

  it("tells a reason of a cluster in words", () => {
    const cluster = { number: 1, size: 9, labeled: 0 }
    assert.strictEqual(whyOf({ cluster, scores: [], branch: "mix" }), "mix; cluster of 9, none labeled")
  })
})

describe("a pool of one's own", () => {
  const floats = (...values: ReadonlyArray<number>): ArrayBuffer => Float32Array.from(values).buffer
  const rows = [0, 0, 0, 1, 4, 4, 4, 5]
  const wire = {
    name: "pool.npy",
    words: ["pool.npy", "--labels", "my labels.csv"],
    ids: ["a", "b", "c", "d"],
    points: [[0, 0], [0, 1], [1, 0], [1, 1]],
    classNames: ["cat", "dog"],
    classes: 2,
    truth: [0, -1, 1, -1],
    labeled: [0, 2],
    declined: [3],
    columns: [{ name: "embedding", cols: 2, parts: 1 }]
  } as const
  const bytes = new Map([["embedding", floats(...rows)]])
  const told = async (more: Partial<Ask>, pool = ownPool(wire, bytes)) => {
    const question = { n: 1, pool: "pool.npy", text: "kcenter", budget: 4, seed: 0, labeled: [0, 2], ...more }
    const said = await makeEngine([pool], () => 0).answer(question)
    if (!said.ok) throw new Error(said.problem)
    return said.picks.map(({ position }) => position)
  }

  it("is asked without what was declined, also where labels of no known class are among the labeled", async () => {
    assert.deepStrictEqual(await told({}), [1])
    assert.deepStrictEqual(await told({ labeled: [1], text: "margin" }), [0, 2])
  })

  it("has what a model says of the labels of known classes, and a column from a file as it stands", () => {
    const own = ownPool(wire, bytes), needs = new Set(["probability"])
    assert.isAbove(own.columns(needs, [0, 2]).probability!.data[2]!, 0.5)
    assert.deepStrictEqual([...own.columns(needs, [1]).probability!.data], Array.from({ length: 8 }, () => 0.5))
    const given = ownPool(
      { ...wire, columns: [...wire.columns, { name: "probability", cols: 2, parts: 1 }] },
      new Map([...bytes, ["probability", floats(1, 0, 0.25, 0.75, 0, 1, 0, 1)]])
    )
    assert.deepStrictEqual([...given.columns(needs, [1]).probability!.data].slice(0, 4), [1, 0, 0.25, 0.75])
  })

  it("has several passes, and an offset, as they were sent", () => {
    const own = ownPool(
      { ...wire, columns: [{ ...wire.columns[0], offset: [100, 0] }, { name: "passes", cols: 2, parts: 2 }] },
      new Map([...bytes, ["passes", floats(...Array.from({ length: 16 }, (_, i) => i))]])
    )
    const { embedding, passes } = own.columns(new Set(["embedding", "passes"]), [])
    assert.deepStrictEqual([...embedding!.offset!], [100, 0])
    assert.deepStrictEqual(passes!.map(({ data, rows: count }) => [count, data[0]]), [[4, 0], [4, 8]])
  })

  it("speaks of classes only where there are two", () => {
    const own = ownPool({ ...wire, classes: 0, classNames: [], truth: [-1, -1, -1, -1], labeled: [] }, bytes)
    assert.deepStrictEqual(Object.keys(own.columns(new Set(["embedding", "probability", "passes"]), [])), ["embedding"])
  })

  it("has bells of a third of the root mean square distance from the mean", () => {
    assert.closeTo(saysOf(Matrix.fromRows([[-3, 0], [3, 0]])).reach, 1, 1e-9)
    assert.strictEqual(saysOf(Matrix.fromRows([[1, 1], [1, 1]])).reach, 1)
  })
})

describe("the digits that the worker carries", () => {
  it("are all of them, a byte a pixel, and a letter a label", () => {
    const [, pixels] = /pixels = "([^"]*)"/.exec(digitsModule())!, [, labels] = /labels = "(\d*)"/.exec(digitsModule())!
    assert.strictEqual(Buffer.from(pixels!, "base64").length, 1797 * 64)
    assert.strictEqual(labels!.length, 1797)
  })
})
