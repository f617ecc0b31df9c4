import { assert, describe, it } from "vitest"
import { frame } from "../test/queries.ts"
import { turnsOf } from "../test/turns.ts"
import * as Spec from "./Spec.ts"
import * as Trace from "./Trace.ts"

const evidence = (name: string, ...values: ReadonlyArray<number>) => ({ name, values: Float64Array.from(values) })
const of = (...positions: ReadonlyArray<number>) => Uint32Array.from(positions)

describe("explained", () => {
  it("makes room for the event loop before each score", async () => {
    const values = new Float64Array(50_000)
    const all = ["a", "b", "c", "d", "e"].map((name) => ({ name, values }))
    assert.isAtLeast(await turnsOf(Trace.explained(frame(values.length), all, of(0, 2))), 6)
  })
})

describe("losses", () => {
  it("are what steps say that they have lost, and on how many items; nothing of exact ones", () => {
    const trace = [
      { step: "kmeans", notes: { k: 3, sampled: 20, lossUnseen: -0.1, lossSeen: 0.25 } },
      { step: "top", notes: { sampled: 3, k: 2 } },
      { step: "kmeans(9)", notes: { k: 3, loss: "not measured" } },
      { step: "typicality", notes: { recall: 0.9, sample: 50, library: "x" } },
      { step: "sup", notes: { agreement: 1, pairs: 8, reference: 5 } }
    ]
    assert.deepStrictEqual(Trace.losses(trace), [
      { step: "kmeans", notes: { sampled: 20, lossUnseen: -0.1, lossSeen: 0.25 } },
      { step: "kmeans(9)", notes: { loss: "not measured" } },
      { step: "typicality", notes: { recall: 0.9, sample: 50 } },
      { step: "sup", notes: { agreement: 1, pairs: 8 } }
    ])
    assert.deepStrictEqual(Trace.losses([]), [])
  })
})

describe("explain", () => {
  it("ranks among the items that were scored, equal values sharing the better rank", () => {
    const [a, b] = Trace.explain(frame(5), [evidence("margin", 3, Number.NaN, 7, 3, 1)], of(0, 2))
    assert.deepStrictEqual(a, { scores: [{ name: "margin", value: 3, rank: 2, of: 4 }] })
    assert.deepStrictEqual(b, { scores: [{ name: "margin", value: 7, rank: 1, of: 4 }] })
  })

  it("ranks within the group where there are groups", () => {
    const grouped = { ...evidence("typicality", 1, 2, 3, 4), group: Int32Array.of(0, 0, 1, 1) }
    const [a, b] = Trace.explain(frame(4), [grouped], of(1, 2))
    assert.deepStrictEqual(a!.scores, [{ name: "typicality", value: 2, rank: 1, of: 2 }])
    assert.deepStrictEqual(b!.scores, [{ name: "typicality", value: 3, rank: 2, of: 2 }])
  })

  it("says nothing of a score that is undefined, and the last word of one that was computed twice", () => {
    const [why] = Trace.explain(
      frame(2),
      [evidence("a", 1, 2), evidence("b", Number.NaN, 1), evidence("a", 9, 8)],
      of(0)
    )
    assert.deepStrictEqual(why!.scores, [{ name: "a", value: 9, rank: 1, of: 2 }])
  })

  it("names the cluster, its size and its labels; none for an item in no cluster", () => {
    const at = frame(5, { cluster: { assignment: Int32Array.of(2, 2, -1, 2, 0) }, labeled: of(1, 2) })
    const [a, b, c] = Trace.explain(at, [], of(0, 2, 4))
    assert.deepStrictEqual(a, { cluster: { number: 2, size: 3, labeled: 1 }, scores: [] })
    assert.deepStrictEqual(b, { scores: [] })
    assert.deepStrictEqual(c, { cluster: { number: 0, size: 1, labeled: 0 }, scores: [] })
  })

  it("ranks infinite scores", () => {
    const [why] = Trace.explain(frame(3), [evidence("typicality", Infinity, 1, Infinity)], of(2))
    assert.deepStrictEqual(why!.scores, [{ name: "typicality", value: Infinity, rank: 1, of: 3 }])
  })
})

it("ran is the entry of a part that ran", () => {
  const spec = Spec.make("split", { k: 3 }, { positional: ["k"], defaults: {} })
  assert.deepStrictEqual(Trace.ran(spec, 4, 1.5, { k: 3 }), {
    step: "split(3)",
    spec: { name: "split", options: { k: 3 } },
    status: "ran",
    candidates: 4,
    milliseconds: 1.5,
    notes: { k: 3 }
  })
})
