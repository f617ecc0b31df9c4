import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { asked, of, refused } from "../../test/asked.ts"
import { loadData } from "../data/load.ts"
import { planOf } from "../execute.ts"
import { Unit } from "../unit.ts"

describe("what strategies group by", () => {
  const rows = Array.from({ length: 20 }, (_, i) => `r${i},${i % 5},${i % 3},site ${i % 4},${i % 2 === 0 ? "a" : "b"}`)
  const grouped = { budget: 2, rounds: 1, seeds: 1, initial: "random(2)" }

  it.effect("reads the columns that strategies group by, of a pool and of a table", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      put("pool.csv", ["id,x,y,site,label", ...rows].join("\n"))
      const strategies = ["random", "per-group(site, random)", "at-most-per(site, 1, kcenter)"]
      const files = { name: "mine", pool: join(path, "pool.csv"), labels: join(path, "pool.csv") }
      const table = { name: "table", dataset: join(path, "pool.csv") }
      const { units } = yield* of(asked({ data: [files, table], strategies, ...grouped }))
      for (const unit of units) {
        assert.deepStrictEqual(Schema.decodeUnknownSync(Unit)(JSON.parse(JSON.stringify(unit))), unit)
        assert.deepStrictEqual(unit.data.source.groups, ["site"])
        const data = yield* Effect.provide(loadData(unit.data), NodeServices.layer)
        assert.strictEqual(data.embedding.cols, 2)
        const sites = data.groups?.get("site"), expected = data.ids.map((id) => `site ${Number(id.slice(1)) % 4}`)
        assert.deepStrictEqual(sites, expected)
        const { columns } = yield* planOf(unit, data, registry)
        assert.deepStrictEqual(columns["site" as keyof typeof columns], sites as never)
      }
      const named = { ...files, features: ["x", "y"] }
      const plain = yield* of(asked({ data: named, strategies: "random", ...grouped }))
      assert.isUndefined(plain.units[0]!.data.source.groups)
    }))

  it.effect("refuses a column that the data lack, by its name and where it stands", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      put("pool.csv", ["id,x,y,site,label", ...rows].join("\n"))
      const files = { name: "mine", pool: join(path, "pool.csv"), labels: join(path, "pool.csv"), features: ["x"] }
      const strategies = ["random", "per-group(patient, random)"]
      assert.match(
        yield* refused(asked({ data: files, strategies, ...grouped })),
        /per-group\(patient, random\) groups items by the column "patient", which .*pool\.csv has not/
      )
      assert.match(
        yield* refused(asked({ data: "digits", strategies, ...grouped })),
        /the column "patient", which digits has not; take data in a table that has it/
      )
    }))

  it.effect("looks at the encoder before it reads the items", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      // Neither the photos nor the model are there: the model is said.
      const request = asked({
        data: { name: "photos", dataset: join(path, "photos"), embedding: `onnx(${join(path, "no.onnx")})` },
        strategies: "random",
        ...grouped
      })
      const error = yield* Effect.flip(of(request))
      assert.strictEqual((error as { readonly _tag: string })._tag, "EncoderError")
    }))
})
