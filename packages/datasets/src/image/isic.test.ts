import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { isicLabels, isicRow, isicTable } from "../../test/image-sets.ts"
import { folderOf } from "../../test/pictures.ts"
import { type IsicOptions, listIsic } from "./isic.ts"

const listing = (table: string, options: IsicOptions = {}) =>
  Effect.gen(function*() {
    const root = yield* folderOf({ "ISIC_2019_Training_GroundTruth.csv": table })
    return { root, ...(yield* listIsic(root, "skin", [], options)) }
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

const problem = (table: string, options: IsicOptions = {}) =>
  Effect.map(Effect.flip(listing(table, options)), ({ message }) => message.replace(/^\S*marginalia-pictures-\w+/, ""))

const header = "image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK"

describe("listIsic", () => {
  it.effect("splits in proportion, and names each image's file", () =>
    Effect.gen(function*() {
      const { root, test, train } = yield* listing(isicTable(isicLabels), { counts: [5, 10, 0, 0, 0, 0, 0, 0] })
      assert.deepStrictEqual([...train.labels!].sort(), [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
      assert.deepStrictEqual([...test.labels!].sort(), [0, 1, 1])
      const at = (id: string) => Number(id.slice(5))
      for (const list of [train, test]) {
        assert.deepStrictEqual([...list.labels!], list.ids.map((id) => isicLabels[at(id)]))
        assert.deepStrictEqual(list.paths, list.ids.map((id) => `${root}/ISIC_2019_Training_Input/${id}.jpg`))
      }
    }))

  it.effect("draws by the seed", () =>
    Effect.gen(function*() {
      const table = isicTable(isicLabels)
      const [first, again, other] = [
        yield* listing(table),
        yield* listing(table, { seed: 0 }),
        yield* listing(table, { seed: 1 })
      ]
      assert.deepStrictEqual(first.test.ids, again.test.ids)
      assert.notDeepEqual(first.test.ids, other.test.ids)
    }))

  test.prop([fc.array(fc.nat(7), { minLength: 1, maxLength: 40 }), fc.nat(5)], { numRuns: runs(20) })(
    "loses no image and has none twice",
    async (labels, seed) => {
      const { test, train } = await Effect.runPromise(listing(isicTable(labels), { seed }))
      const ids = [...train.ids, ...test.ids].sort()
      assert.deepStrictEqual(ids, labels.map((_, i) => `ISIC_${String(i).padStart(7, "0")}`))
      assert.strictEqual(test.ids.length, Math.round(labels.length * 0.2))
    }
  )

  it.effect("names the byte of a row that is wrong", () =>
    Effect.gen(function*() {
      const of = (...rows: ReadonlyArray<string>) => problem([header, isicRow("a", 0), ...rows].join("\n"))
      const path = "/ISIC_2019_Training_GroundTruth.csv: byte 78: "
      assert.match(yield* of("b,1.0,0.0"), new RegExp(`^${path}row 1 \\(b\\): 3 cells where 10 are expected`))
      assert.match(yield* of(isicRow("b", -1)), /byte 78: row 1 \(b\): not exactly one diagnosis/)
      assert.match(yield* of(isicRow("b", 2).replace("0.0", "1.0")), /row 1 \(b\): not exactly one/)
      assert.match(yield* of(isicRow("b", 2).replace("0.0", "0.5")), /row 1 \(b\): not exactly one/)
      assert.match(yield* of(isicRow("b", 8)), /row 1 \(b\): the diagnosis is unknown/)
      assert.match(yield* of(isicRow("a", 1)), /byte 78: row 1: a has an earlier row/)
      assert.match(yield* problem("id,label\na,1\n"), /byte 0: the header is "id,label" and not image,MEL/)
    }))

  it.effect("counts the classes", () =>
    Effect.gen(function*() {
      assert.match(
        yield* problem(isicTable([0, 1, 1]), { counts: [1, 1, 1, 0, 0, 0, 0, 0] }),
        /of MEL, NV, .* there are 1, 2, 0, 0, 0, 0, 0, 0 where 1, 1, 1, 0, 0, 0, 0, 0 are expected/
      )
    }))
})
