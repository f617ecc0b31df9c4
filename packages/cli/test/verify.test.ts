import { assert, describe, it } from "@effect/vitest"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import * as Effect from "effect/Effect"
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder, points, pool, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

interface Editable {
  seed: number
  spec: unknown
  readonly picks: Array<{ id: string }>
  readonly engine: { clusterer: string; variant: string }
  readonly versions: Record<string, string>
}

/** A manifest of picks with labels, a column and every file in one folder. */
const made = Effect.gen(function*() {
  const { path, put } = yield* folder
  const args = [
    ...["select", put("pool.csv", poolCsv()), "-s", "supclust", "-b", "4", "--seed", "3"],
    ...["-l", put("labels.csv", "id,label\nitem-3,cat\nitem-7,dog\n"), "--classes", "dog,cat"],
    ...["-c", `feature=${put("feature.npy", pool())}`, "-m", join(path, "manifest.json")]
  ]
  assert.strictEqual((yield* cli(args)).code, 0)
  const edit = (change: (manifest: Editable) => void) => {
    const manifest = JSON.parse(readFileSync(join(path, "manifest.json"), "utf8")) as Editable
    change(manifest)
    writeFileSync(join(path, "manifest.json"), JSON.stringify(manifest))
  }
  return { path, put, edit, manifest: join(path, "manifest.json") }
})

describe("verify", () => {
  it.effect("confirms, without the file of labels", () =>
    Effect.gen(function*() {
      const { manifest } = yield* made
      const { code, stdout } = yield* cli(["verify", manifest])
      assert.deepStrictEqual([code, stdout], [0, "confirmed: 4 picks"])
    }))

  it.effect("refuses what an older version made, and says what has changed since", () =>
    Effect.gen(function*() {
      const { edit, manifest } = yield* made
      edit(({ versions }) => versions["@marginalia/cli"] = "0.1.0")
      const { code, stderr, stdout } = yield* cli(["verify", manifest])
      assert.deepStrictEqual([code, stdout], [1, ""])
      assert.match(
        stderr,
        /the manifest was made by marginalia 0\.1\.0, and picks have changed since in 0\.2\.0: k-means/
      )
    }))

  it.effect("finds files beside a manifest that has moved, and others where it is told", () =>
    Effect.gen(function*() {
      const { manifest, path } = yield* made
      mkdirSync(join(path, "far"))
      renameSync(join(path, "pool.csv"), join(path, "far", "moved.csv"))
      const lost = yield* cli(["verify", manifest])
      assert.strictEqual(lost.code, 2)
      assert.include(lost.stderr, "pool.csv: no such file")
      const found = yield* cli(["verify", manifest, "--pool", join(path, "far", "moved.csv")])
      assert.strictEqual(found.code, 0, found.stderr)
      renameSync(join(path, "feature.npy"), join(path, "far", "f.npy"))
      const pool = ["--pool", join(path, "far", "moved.csv")]
      assert.strictEqual((yield* cli(["verify", manifest, ...pool])).code, 2)
      const column = ["--column", `feature=${join(path, "far", "f.npy")}`]
      assert.strictEqual((yield* cli(["verify", manifest, ...pool, ...column])).code, 0)
    }))

  it.effect("takes the ids beside an array from the manifest's file, and no others", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const ids = `row,id\n${Array.from({ length: 30 }, (_, row) => `${row},photo ${row}.jpg\n`).join("")}`
      const manifest = join(path, "manifest.json"), array = put("pool.npy", pool())
      const labels = put("labels.csv", "id,label\nphoto 3.jpg,cat\n")
      const beside = put("pool.ids.csv", ids)
      const args = ["select", array, "-s", "typiclust", "-b", "2", "-l", labels, "-f", "ids", "-m", manifest]
      const { code, stdout } = yield* cli(args)
      assert.strictEqual(code, 0)
      assert.match(stdout, /^photo \d+\.jpg\nphoto \d+\.jpg$/)
      assert.strictEqual((yield* cli(["verify", manifest])).code, 0)
      put("pool.ids.csv", ids.replace("photo 5.", "photo five."))
      const changed = yield* cli(["verify", manifest])
      assert.strictEqual(changed.code, 1)
      assert.include(changed.stderr, "this is not the manifest's file of ids")
      renameSync(beside, join(path, "elsewhere.csv"))
      assert.strictEqual((yield* cli(["verify", manifest])).code, 2)
      yield* cli(["select", array, "-s", "typiclust", "-b", "2", "-m", manifest])
      put("pool.ids.csv", ids)
      assert.strictEqual((yield* cli(["verify", manifest])).code, 0)
    }))

  it.effect("refuses a pool and a column whose content has changed", () =>
    Effect.gen(function*() {
      const { manifest, put } = yield* made
      put("feature.npy", encodeNpy(points().fill(1), [30, 2]))
      const column = yield* cli(["verify", manifest])
      assert.strictEqual(column.code, 1)
      assert.include(column.stderr, "feature.npy: this is not the manifest's column feature: its content has changed")
      put("pool.csv", `${poolCsv()}item-30,1,2\n`)
      assert.include((yield* cli(["verify", manifest])).stderr, "pool.csv: this is not the manifest's pool")
    }))

  it.effect("exits with 3 and shows the ranks when the picks are others", () =>
    Effect.gen(function*() {
      const { edit, manifest } = yield* made
      edit((json) => {
        json.picks[1]!.id = "item-99"
      })
      const { code, stderr, stdout } = yield* cli(["verify", manifest])
      assert.strictEqual(code, 3)
      assert.match(stdout, /^rank +manifest +now\n +2 +item-99 +item-\d+\n1 item of 4 gone, 1 new$/)
      assert.include(stderr, "not confirmed: 1 of 4 picks differ")
    }))

  it.effect("tells an exchanged order", () =>
    Effect.gen(function*() {
      const { edit, manifest } = yield* made
      edit((json) => {
        json.picks.reverse()
      })
      const { code, stdout } = yield* cli(["verify", manifest])
      assert.strictEqual(code, 3)
      assert.include(stdout, "the same 4 items, in another order")
    }))

  it.effect("takes strategy and seed from the manifest, so that another one gives other picks", () =>
    Effect.gen(function*() {
      const { edit, manifest } = yield* made
      edit((json) => {
        json.spec = { pipeline: [{ name: "top", options: { score: { name: "uniform", options: {} } } }] }
      })
      const first = yield* cli(["verify", manifest])
      assert.strictEqual(first.code, 3)
      edit((json) => {
        json.seed = 4
      })
      const second = yield* cli(["verify", manifest])
      assert.strictEqual(second.code, 3)
      assert.notStrictEqual(first.stdout, second.stdout)
    }))

  it.effect("says what is no manifest, or names kernels that nobody has", () =>
    Effect.gen(function*() {
      const { edit, manifest, put } = yield* made
      const other = yield* cli(["verify", put("x.json", "{}")])
      assert.strictEqual(other.code, 1)
      assert.include(other.stderr, "x.json: this is not a manifest")
      edit((json) => {
        json.engine.clusterer = "abacus"
      })
      const engine = yield* cli(["verify", manifest])
      assert.strictEqual(engine.code, 2)
      assert.include(engine.stderr, "not comparable: the manifest was made with the clusterer \"abacus\"")
    }))

  it.effect("asks for the file when the pool came from the standard input", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const manifest = join(path, "m.json")
      yield* cli(["select", "-", "-s", "random", "-b", "2", "-m", manifest], { stdin: poolCsv() })
      const lost = yield* cli(["verify", manifest])
      assert.strictEqual(lost.code, 1)
      assert.include(lost.stderr, "--pool FILE")
      assert.strictEqual((yield* cli(["verify", manifest, "--pool", put("pool.csv", poolCsv())])).code, 0)
    }))

  it.effect("refuses columns that the manifest does not have", () =>
    Effect.gen(function*() {
      const { manifest } = yield* made
      const { code, stderr } = yield* cli(["verify", manifest, "--column", "fature=x.npy"])
      assert.strictEqual(code, 1)
      assert.include(stderr, "the manifest has no column \"fature\"; it has feature. Did you mean \"feature\"?")
    }))
})
