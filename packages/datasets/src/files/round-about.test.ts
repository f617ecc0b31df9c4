import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../test/files.ts"
import { hashOfIds, printRound, readRound, ROUND } from "./round-about.ts"

const sha256 = "0".repeat(64)

const about = {
  rows: 2,
  ids: hashOfIds(["a", "b"]),
  pool: { path: "../pool.csv", sha256 },
  model: { path: "../model", sha256 },
  classes: ["x", "y"],
  columns: { probability: { sha256, shape: [2, 2] } },
  versions: { "@marginalia/cli": "0.2.0" }
}

layer(NodeServices.layer)("round.json", (it) => {
  it.effect("is read as it was written", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      put(ROUND, printRound(about))
      assert.deepStrictEqual((yield* readRound(path)).about, { marginaliaRound: 1, ...about })
      put(ROUND, printRound({ ...about, ids: null, pool: null, classes: null, columns: {} }))
      assert.isNull((yield* readRound(path)).about.ids)
      put(ROUND, printRound(about).replace("\"probability\"", "\"../secret\""))
      assert.deepStrictEqual((yield* readRound(path)).about.columns, {})
    }))

  it.effect("is refused where it says what cannot be", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const text = printRound(about)
      const bad: ReadonlyArray<readonly [string, RegExp]> = [
        ["", /JSON/],
        [text.replace("\"rows\": 2", "\"rows\": 2, \"rows\": 3"), /rows/],
        [text.replace("\"y\"", "\"x\""), /a class twice/],
        [text.replace(sha256, "no hash"), /64 hexadecimal digits/],
        [text.replace("Round\": 1", "Round\": 2"), /marginaliaRound/]
      ]
      for (const [wrong, said] of bad) {
        put(ROUND, wrong)
        const error = yield* Effect.flip(readRound(path))
        assert.strictEqual(error._tag, "InvalidInput")
        assert.match(error.message, said)
      }
      mkdirSync(join(path, "empty"))
      assert.match((yield* Effect.flip(readRound(join(path, "empty")))).message, /there is no round\.json in it/)
      assert.strictEqual((yield* Effect.flip(readRound(join(path, "none"))))._tag, "FileProblem")
    }))

  it.effect("one hash is of one list of ids in one order", () =>
    Effect.sync(() => {
      const lists = [["a", "b"], ["b", "a"], ["ab"], ["a\nb"], ["a", "b", ""], ["a\"", "b"], []]
      assert.strictEqual(new Set(lists.map(hashOfIds)).size, lists.length)
    }))
})
