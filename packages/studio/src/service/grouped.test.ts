import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { Choose } from "./protocol.ts"
import { openPool } from "./work.ts"

const rows = Array.from(
  { length: 12 },
  (_, i) => `p${i},${i % 5},${(i * i) % 7},site ${i % 3},${i % 2 === 0 ? -1 : i % 4}`
)

const put = Effect.fnUntraced(function*(text: string) {
  const fs = yield* FileSystem.FileSystem, path = `${yield* fs.makeTempDirectoryScoped()}/pool.csv`
  yield* fs.writeFileString(path, text)
  return path
})

const choose = (strategy: string, budget: number): Choose => ({
  _tag: "Choose",
  strategy,
  budget,
  seed: 0,
  known: { items: new Uint32Array(), labels: new Int32Array(), declined: new Uint32Array() },
  only: undefined,
  exclude: new Uint32Array(),
  include: new Uint32Array(),
  where: undefined
})

interface Picked {
  readonly picks: ReadonlyArray<{ readonly position: number }>
}

const picked = (value: unknown) => (value as Picked).picks.map(({ position }) => position)

layer(NodeServices.layer)("a pool that is served", (it) => {
  it.effect("is grouped by columns of its own, of text or of numbers", () =>
    Effect.gen(function*() {
      const path = yield* put(["id,x,y,patient,who", ...rows].join("\n"))
      const { opened, work } = yield* openPool({ _tag: "Open", path })
      assert.strictEqual(opened.width, 3)
      const sites = picked(yield* work(choose("per-group(patient, kcenter)", 6))).map((position) => position % 3)
      assert.deepStrictEqual(sites.toSorted(), [0, 0, 1, 1, 2, 2])
      // −1 is no group: those may all be taken, and one of each of the two others.
      const most = picked(yield* work(choose("at-most-per(who, 1, kcenter)", 8)))
      assert.deepStrictEqual(most.filter((position) => position % 2 === 1).length, 2)
      assert.strictEqual(picked(yield* work(choose("kcenter", 3))).length, 3)
      // A column of text that is no group by its name: the vector's columns are named then.
      const named = yield* put(["id,x,y,where,who", ...rows].join("\n"))
      const other = yield* openPool({ _tag: "Open", path: named, features: ["x", "y"] })
      assert.strictEqual(other.opened.width, 2)
      const found = picked(yield* other.work(choose("per-group(where, kcenter)", 3)))
      assert.deepStrictEqual(found.map((position) => position % 3).toSorted(), [0, 1, 2])
    }))

  it.effect("that lacks the column, or has changed, is refused", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem, path = yield* put(["id,x,y,patient,who", ...rows].join("\n"))
      const { work } = yield* openPool({ _tag: "Open", path })
      const missing = yield* Effect.flip(work(choose("per-group(site, random)", 2)))
      assert.deepInclude(missing, { _tag: "MissingColumn", columns: ["site"] })
      yield* fs.writeFileString(path, ["id,x,y,patient,who", ...rows.toReversed()].join("\n"))
      const changed = yield* Effect.flip(work(choose("per-group(patient, random)", 2)))
      assert.deepInclude(changed, { _tag: "FileProblem", reason: "Changed", path })
    }))
})
