import { assert, describe, it } from "@effect/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import { registry } from "../registry.ts"
import { herding, type HerdingOptions } from "./herding.ts"

const ask = (rows: ReadonlyArray<ReadonlyArray<number>>, options: HerdingOptions, more: object = {}) =>
  selectSync(Strategy.make(herding(options)), { embedding: Matrix.fromRows(rows), budget: 2, seed: 0, ...more })

describe("herding", () => {
  const line = [[0], [1], [2], [3], [10]]

  it("takes what makes the pool most similar, by hand", () => {
    const e = (d: number) => Math.exp(-d * d)
    const { picks, trace } = ask(line, {})
    // 1 and 2 add as much: 1 + 2 e(1) + e(2).
    assert.deepStrictEqual(picks.map((pick) => pick.position as number), [1, 4])
    assert.closeTo(picks[0]!.score, 1 + 2 * e(1) + e(2), 1e-12)
    assert.closeTo(picks[1]!.score, 1, 1e-12)
    const { bandwidth, coverage } = trace.at(-1)!.notes
    assert.strictEqual(bandwidth, 1)
    assert.closeTo(coverage as number, (2 + 2 * e(1) + e(2)) / 5, 1e-12)
  })

  it("lets the labeled cover, as far as they are apart", () => {
    const { positions, trace } = ask(line, { bandwidth: "auto" }, { labeled: [1, 3], budget: 1 })
    assert.strictEqual(trace.at(-1)!.notes["bandwidth"], 2)
    assert.deepStrictEqual([...positions], [4])
  })

  it("lets what was picked before cover, as if it had a label", () => {
    const labeled = ask(line, { bandwidth: "auto" }, { labeled: [0, 1], budget: 1 })
    const asked = { labeled: [0], include: [1], candidates: [1, 2, 3, 4] }
    const { positions, trace } = ask(line, { bandwidth: "auto" }, { ...asked, budget: 2 })
    assert.strictEqual(trace.at(-1)!.notes["bandwidth"], 1)
    assert.strictEqual(positions[1], labeled.positions[0])
    // One item is not apart from another.
    const far = { labeled: [4], include: [3], candidates: [0, 1, 2, 3], budget: 2 }
    assert.strictEqual(ask(line, { bandwidth: "auto" }, far).trace.at(-1)!.notes["bandwidth"], 7)
  })

  it("covers what is nearer than the bandwidth, strictly, with top-hat", () => {
    const { picks, trace } = ask(line, { kernel: "top-hat", bandwidth: 1 })
    assert.deepStrictEqual(picks.map((pick) => [pick.position as number, pick.score]), [[0, 1], [1, 1]])
    assert.strictEqual(trace.at(-1)!.notes["radius"], 1)
  })

  it("looks at all items, though only some may be picked", () => {
    const { positions } = ask(line, { bandwidth: 0.5 }, { candidates: [3, 4, 0], budget: 3 })
    assert.deepStrictEqual([...positions], [0, 3, 4])
    assert.deepStrictEqual([...ask(line, {}, { candidates: [0, 2, 4], budget: 1 }).positions], [2])
  })

  it("refuses rows that have no unit length under the cosine kernel, but those of zeros", () => {
    const rows = [[1, 0], [0, 0], [0, 2]]
    assert.throws(
      () => ask(rows, { kernel: "cosine" }),
      /herding.*the one at position 2 is 2 long; put normalize before it/s
    )
    assert.deepStrictEqual([...ask(rows.slice(0, 2), { kernel: "cosine" }).positions], [0, 1])
    assert.throws(() => ask([[1e-30, 0]], { kernel: "cosine" }, { budget: 1 }), /position 0 is 1/)
  })

  it("can be written", () => {
    for (const text of ["herding", "herding(kernel=top-hat, bandwidth=0.5)", "normalize | herding(bandwidth=auto)"]) {
      assert.strictEqual(Strategy.text(Strategy.readUnsafe(text, registry)), text)
    }
    assert.throws(() => herding({ bandwidth: 0 }), /bandwidth takes/)
    assert.throws(() => herding({ kernel: "linear" as "rbf" }), /kernel takes/)
  })
})
