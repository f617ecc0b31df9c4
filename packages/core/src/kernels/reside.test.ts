import { describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { input } from "../../test/queries.ts"
import { refused } from "../../test/refused.ts"
import * as Kernels from "../Kernels.ts"
import { fromRows, make, type Matrix } from "../Matrix.ts"
import * as Pool from "../Pool.ts"
import * as Query from "../Query.ts"
import { sharedOf } from "./shared.ts"

const embedding = fromRows([[0, 1], [2, 3], [4, 5], [6, 7]])
const pool = Pool.makeUnsafe({ embedding })

describe("pools over the same numbers", () => {
  it("have their own unit rows where they cut them otherwise, or place them elsewhere", () => {
    const kernels = Kernels.make(), data = Float32Array.from({ length: 16 }, (_, i) => i % 7 + 1)
    const offset = Float64Array.of(1e6, 0)
    const forms: ReadonlyArray<Matrix> = [
      make(data, 8, 2),
      make(data, 4, 4),
      { ...make(data, 8, 2), offset },
      { ...make(data, 8, 2), offset: offset.map((x) => -x) }
    ]
    for (const x of forms) {
      const wanted = Effect.runSync(kernels.normalizeRows({ ...x, data: data.slice() }))
      const { columns: { embedding: kept } } = Pool.makeUnsafe({ embedding: x })
      assert.deepStrictEqual(Effect.runSync(kernels.normalizeRows(kept!)), wanted)
    }
    const again = { ...make(data, 8, 2), offset: offset.slice() }
    assert.strictEqual(sharedOf(again), sharedOf(forms[2]!))
  })
})

describe("a pool whose rows are kept at unit length", () => {
  const kernels = Kernels.make()
  const unit = (x: Matrix) => Effect.runSync(kernels.normalizeRows(x))

  const holds = (x: Matrix) => {
    const before = x.data.slice(), wanted = unit(x)
    const { columns: { embedding: kept } } = Pool.makeUnsafe({ embedding: x, normalized: true })
    assert.deepStrictEqual(kept!.data, wanted.matrix.data)
    assert.deepStrictEqual(x.data, before)
    const again = unit(kept!)
    assert.strictEqual(again.matrix, kept)
    assert.deepStrictEqual(again.zeroRows, wanted.zeroRows)
  }

  test.prop([input])("holds what normalizing gives, which normalizing leaves alone", ({ embedding }) => {
    if (embedding.cols > 1) holds(embedding)
  })

  it("does so for a large one", () => {
    const rows = 2 ** 13
    holds(make(Float32Array.from({ length: 64 * rows }, (_, i) => i < 64 ? 0 : (i * 7919) % 101), rows, 64))
  })

  it("leaves the rows of a pool alone that holds them as they are given", () => {
    const rows = 2 ** 13, x = make(Float32Array.from({ length: 64 * rows }, (_, i) => (i * 7919) % 101), rows, 64)
    const { columns: { embedding: raw } } = Pool.makeUnsafe({ embedding: x })
    Pool.makeUnsafe({ embedding: raw!, normalized: true })
    assert.isTrue(raw!.data.every((value, i) => value === x.data[i]))
  })

  it("is so for every variant of the kernels", () => {
    const { columns: { embedding: kept } } = Pool.makeUnsafe({ embedding, normalized: true })
    const other = Kernels.make({ variant: "typescript" })
    assert.strictEqual(Effect.runSync(other.normalizeRows(kept!)).matrix, kept)
  })

  it("is refused where there is nothing to normalize", () => {
    const size = { size: 4, normalized: true }
    assert.match(refused(() => Pool.makeUnsafe(size)).message, /^normalized is true but there is no embedding/)
    const one = { embedding: fromRows([[1], [2]]), normalized: true }
    assert.match(refused(() => Pool.makeUnsafe(one)).message, /one column, of which only the sign would be left/)
    const odd = { embedding, normalized: "yes" as never }
    assert.match(refused(() => Pool.makeUnsafe(odd)).message, /^normalized is "yes" .*; give true or false/)
    const query = { pool, normalized: true, budget: 1, seed: 0 } as never
    assert.strictEqual(refused(() => Query.makeUnsafe(query)).reason._tag, "UnknownKey")
  })
})
