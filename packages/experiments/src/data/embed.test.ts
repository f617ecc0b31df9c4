import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import { fromMatrix, network, saveModel, TensorBackend, Trainer, trainingConfigs } from "@marginalia/models/training"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { embed, type Embeddable } from "./embed.ts"

const items = fromMatrix({ data: Float32Array.of(1, 0, 0, 1, 1, 1, 0, 0), rows: 4, cols: 2 })

const parts: Embeddable = {
  pool: { items, ids: ["a", "b", "c", "d"], at: Uint32Array.of(0, 1, 2, 3), of: 4 },
  test: {
    items: { ...items, data: items.data.slice(2, 6), rows: 2 },
    ids: ["0", "1"],
    at: Uint32Array.of(0, 1),
    of: 2
  },
  own: true
}

/** A network with three features, as it starts. */
const model = (path: string) =>
  Effect.gen(function*() {
    const trainer = yield* Trainer.Trainer
    const labeled = { items, at: Uint32Array.of(0, 1), labels: Int32Array.of(0, 1), classes: 2 }
    const spec = network({ kind: "mlp", hidden: [3] })
    const prepared = yield* trainer.prepare(spec, labeled, trainingConfigs.supclustLinear, { seed: 0 })
    yield* saveModel(prepared.model, path)
  }).pipe(Effect.scoped, Effect.provide(Layer.provide(Trainer.layer, TensorBackend.wasm)))

describe("embed", () => {
  it.effect("takes the features of a model, and keeps them for the next process", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      yield* model(join(path, "model"))
      const cache = ConfigProvider.layer(ConfigProvider.fromUnknown({ MARGINALIA_CACHE: join(path, "cache") }))
      const one = embed({ kind: "model", folder: join(path, "model") }, parts).pipe(Effect.provide(cache))
      const first = yield* one
      assert.deepStrictEqual([first.pool.rows, first.pool.cols, first.test.rows], [4, 3, 2])
      assert.deepStrictEqual(first.test.data, first.pool.data.slice(3, 9))
      assert.lengthOf(readdirSync(join(path, "cache")), 2)
      assert.deepStrictEqual(yield* one, first)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("takes files, one for each split", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const pool = put("p.npy", encodeNpy(Float32Array.of(1, 2, 3, 4), [4, 1]))
      const test = put("t.npy", encodeNpy(Float32Array.of(5, 6), [2, 1]))
      const { pool: here, test: there } = yield* embed({ kind: "file", pool, test }, parts)
      assert.deepStrictEqual([...here.data, ...there.data], [1, 2, 3, 4, 5, 6])
      const lacking = yield* Effect.flip(embed({ kind: "file", pool }, parts))
      assert.match((lacking as Error).message, /the test items have no embedding/)
      const swapped = yield* Effect.flip(embed({ kind: "file", pool, test: pool }, parts))
      assert.match((swapped as Error).message, /it has 4 rows, and there are 2 items/)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("takes rows of a file by id where it has ids, and never by position then", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const pool = put("p.csv", "id,x\nd,4\nmore,9\nb,2\na,1\nc,3\n"), numbered = put("n.csv", "id,x\n1,6\n0,5\n")
      const { pool: here, test: there } = yield* embed({ kind: "file", pool, test: numbered }, parts)
      assert.deepStrictEqual([...here.data, ...there.data], [1, 2, 3, 4, 5, 6])
      // Items that are numbered have no names that a file could know.
      const named = put("t.csv", "id,x\nq,5\nr,6\n")
      assert.deepStrictEqual([...(yield* embed({ kind: "file", pool, test: named }, parts)).test.data], [5, 6])
      const held = { ...parts, own: false, test: { ...parts.test, ids: ["b", "d"], at: Uint32Array.of(1, 3), of: 4 } }
      assert.deepStrictEqual([...(yield* embed({ kind: "file", pool }, held)).test.data], [2, 4])
      const few = put("few.csv", "id,x\nd,4\nb,2\n")
      assert.match(
        ((yield* Effect.flip(embed({ kind: "file", pool: few, test: numbered }, parts))) as Error).message,
        /it has ids, and no row for 2 of the items \("a", "c"\)/
      )
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
