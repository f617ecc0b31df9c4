import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { withScratch } from "@marginalia/datasets"
import * as Effect from "effect/Effect"
import { folder } from "../../../datasets/test/files.ts"
import { readWhole } from "./source.ts"

layer(NodeServices.layer)("files of one's own, as an experiment names them", (it) => {
  it.effect("a split chooses the rows of the pool, and labels may be of all of them", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const pool = put("p.csv", "id,x,split\na,1,train\nb,2,test\nc,3,train\n")
      const labels = put("l.csv", "id,label\na,u\nb,v\nc,v\n")
      const whole = yield* readWhole({ kind: "files", pool, labels, split: "train" })
      assert.deepStrictEqual([whole.pool.ids, [...whole.pool.labels]], [["a", "c"], [0, 1]])
      assert.strictEqual((yield* readWhole({ kind: "files", pool, labels })).pool.ids.length, 3)
    }).pipe(withScratch))

  it.effect("labels are taken by position and from a model only when the file says so", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const pool = put("p.csv", "1,2\n3,4\n"), labels = put("l.csv", "id,label\nx,u\ny,v\n")
      const byPosition = yield* readWhole({ kind: "files", pool, labels, noHeader: true, labelsByPosition: true })
      assert.deepStrictEqual([...byPosition.pool.labels], [0, 1])
      const guessed = put("g.predicted.csv", "id,label,probability\n0,u,1\n1,v,1\n")
      const files = { kind: "files", pool, labels: guessed, noHeader: true } as const
      assert.match((yield* Effect.flip(readWhole(files))).message, /predictions/)
      assert.strictEqual((yield* readWhole({ ...files, trustPredictions: true })).pool.labels.length, 2)
    }).pipe(withScratch))
})
