import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Strategy, type Trace } from "@marginalia/core"
import { Notices } from "@marginalia/core/Notices"
import { selectFiles } from "@marginalia/experiments"
import { Resident } from "@marginalia/experiments/selection/resident"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { runs } from "../../core/test/runs.ts"
import { folder } from "../../datasets/test/files.ts"
import { npy } from "../../datasets/test/npy.ts"
import { listSchema, parquet } from "../../datasets/test/parquet.ts"
import { cli } from "./cli.ts"

/** How vectors lie in a file: a number a column, in single or double precision, or a list a row, of numbers or as JSON. */
type Form = "FLOAT" | "DOUBLE" | "list" | "json"

/** A table of `rows` rows from `from` on, with ties, duplicates and a row of zeros; `site` is a column of texts. */
const table = (form: Form, from: number, rows: number, cols: number, seed: number, ids: boolean, group: number) => {
  const value = (row: number, col: number): number => {
    const i = from + row, of = i % 3 === 0 ? i % 11 : i
    const number = i === 1 ? 0 : (of * 2654435761 + col * 40503 + seed) % (seed % 2 === 0 ? 5 : 977) / 7
    return form === "DOUBLE" ? number : Math.fround(number)
  }
  const each = <A>(make: (row: number) => A) => Array.from({ length: rows }, (_, row) => make(row))
  const named = ids ? [{ name: "id", data: each((row) => `item ${from + row}`) }] : []
  const beside = [...named, { name: "site", data: each((row) => `s${(from + row) % 5}`) }]
  const list = { name: "v", data: each((row) => Array.from({ length: cols }, (_, col) => value(row, col))) }
  if (form === "json") return parquet([...beside, list], { rowGroupSize: group })
  if (form === "list") {
    const text = (name: string) =>
      ({ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" }) as const
    const schema = [
      { name: "root", num_children: beside.length + 1 },
      ...beside.map(({ name }) => text(name)),
      ...listSchema("v")
    ]
    return parquet([...beside, list], { schema, rowGroupSize: group })
  }
  const numbers = Array.from(
    { length: cols },
    (_, col) => ({ name: `x${col}`, data: each((row) => value(row, col)), type: form })
  )
  return parquet([...beside, ...numbers], { rowGroupSize: group })
}

/** The steps, without their times and how often they read the pool. */
const timeless = (trace: ReadonlyArray<Trace.Entry>) =>
  trace.map((entry) => {
    const notes = Object.fromEntries(Object.entries(entry.notes).filter(([name]) => name !== "passes"))
    return { ...entry, notes, milliseconds: 0 }
  })

const strategies = [
  "kcenter",
  "normalize | k-center",
  "at-most-per(site, 2, kcenter)",
  "per-group(site, random)",
  "typiclust",
  "supclust",
  "top(density-weighted(uniform))",
  "probcover(delta=0.4)",
  "maxherding"
]

const quiet = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.provideService(Resident, { now: Effect.succeed(0), highest: Effect.succeed(0) }),
    Effect.provideService(Notices, { say: () => Effect.void })
  )

/** Names of scratch files in a folder. */
const scratchIn = (path: string) => readdirSync(path).filter((name) => name.startsWith("scratch-"))

describe("select over Parquet", () => {
  test.prop([
    fc.constantFrom(...strategies),
    fc.constantFrom<Form>("FLOAT", "DOUBLE", "list", "json"),
    fc.constantFrom(20, 255, 256, 257, 600),
    fc.constantFrom(1, 255, 256, 257, 1000),
    fc.integer({ min: 2, max: 7 }),
    fc.nat({ max: 99 }),
    fc.boolean(),
    fc.nat({ max: 3 }),
    fc.constantFrom(1, 8e6),
    fc.constantFrom("pool.parquet", "parts", "parts/?.parquet")
  ], { numRuns: runs(24) })(
    "gives the picks, scores and trace of the same select in memory, to the bit",
    (text, form, height, group, cols, seed, ids, labeled, tileBytes, place) =>
      Effect.gen(function*() {
        const rows = group === 1 ? Math.min(height, 40) : height, cut = Math.max(1, Math.floor(rows / 3))
        const { path } = yield* folder, at = (name: string) => join(path, name)
        const write = (name: string, from: number, to: number) =>
          writeFileSync(at(name), table(form, from, to - from, cols, seed, ids, group))
        mkdirSync(at("parts"))
        write("pool.parquet", 0, rows)
        write("parts/a.parquet", 0, cut)
        write("parts/b.parquet", cut, rows)
        const name = (i: number) => ids ? `item ${i}` : `${i}`
        const labels = Array.from({ length: labeled }, (_, i) => `${name(i * 2)},${i % 2}`)
        writeFileSync(at("l.csv"), `id,label\n${labels.join("\n")}\n`)
        const features = form === "FLOAT" || form === "DOUBLE"
          ? Array.from({ length: cols }, (_, i) => `x${i}`)
          : undefined
        const strategy = yield* Strategy.read(text, registry)
        const asked = {
          strategy,
          budget: 8,
          seed,
          features,
          where: "site != \"s4\"",
          ...(labeled > 0 ? { labels: at("l.csv") } : {})
        }
        const { inputs, selection } = yield* selectFiles({ ...asked, pool: at("pool.parquet") })
        const over = yield* selectFiles({ ...asked, pool: at(place), memory: 1e9, tileBytes })
        assert.deepStrictEqual(over.selection.picks, selection.picks)
        assert.deepStrictEqual(over.selection.scores, selection.scores)
        assert.deepStrictEqual(timeless(over.selection.trace), timeless(selection.trace))
        assert.deepStrictEqual(over.inputs.pool.ids, inputs.pool.ids)
        assert.deepStrictEqual(over.inputs.pool.columnNames, inputs.pool.columnNames)
        if (place === "pool.parquet") assert.strictEqual(over.inputs.pool.sha256, inputs.pool.sha256)
        assert.isAbove(over.read!.decoded, 0)
        assert.isAtLeast(over.read!.passes, 1)
      }).pipe(Effect.scoped, quiet, Effect.provide(NodeServices.layer), Effect.runPromise),
    300_000
  )

  const pooled = Effect.map(folder, ({ path }) => {
    writeFileSync(join(path, "pool.parquet"), table("list", 0, 300, 6, 1, true, 64))
    return join(path, "pool.parquet")
  })

  it.live("prints the plan alone, keeps a manifest that verifies, and explains as without a limit", () =>
    Effect.gen(function*() {
      const pool = yield* pooled, out = `${pool}.json`
      const { stdout: plan } = yield* cli(["select", pool, "-s", "kcenter", "-b", "5", "--memory", "1GiB", "--dry-run"])
      assert.match(
        plan,
        /^place: 1 file, 300 × 6; .*\ndecoding: \S+ kB of Parquet, once, into 7.2 kB of single precision .*\npasses: 4 to 8 passes, 28.8 kB to 57.6 kB read\ntime: about .*\nmemory: at most \d+ MB of 1.07 GB\n?$/
      )
      const question = ["select", pool, "-s", "kcenter", "-b", "5", "-f", "csv", "-q"]
      const { stdout } = yield* cli(question)
      assert.strictEqual((yield* cli([...question, "--memory", "1GB", "--manifest", out])).stdout, stdout)
      const told = yield* cli([...question.slice(0, -1), "--memory", "1GB"])
      assert.match(told.stderr, /read: \S+ kB of Parquet, decoded once; 4 passes, 28.8 kB/)
      assert.match(told.stderr, /the vector is "v"; ignored: "site"/)
      assert.strictEqual((yield* cli(["verify", out])).code, 0)
      const explained = ["explain", pool, "-s", "kmeans", "-b", "3", "-q"]
      const [here, there] = [yield* cli(explained), yield* cli([...explained, "--memory", "1GB"])]
      const picks = ({ stdout }: typeof here) => stdout.slice(stdout.indexOf("\n1. "))
      assert.strictEqual(picks(there), picks(here))
    }).pipe(Effect.scoped))

  it.live("refuses a mixed folder, rows by a split, Arrow and tables, with what to do", () =>
    Effect.gen(function*() {
      const pool = yield* pooled, path = pool.replace("pool.parquet", "")
      const refused = (place: string, ...flags: ReadonlyArray<string>) =>
        Effect.map(
          cli(["select", place, "-s", "random", "-b", "5", "--memory", "1GB", ...flags]),
          ({ code, stderr }) => {
            assert.strictEqual(code, 1, stderr)
            return stderr
          }
        )
      assert.match(yield* refused(pool, "--split", "train"), /what a column says they are for.*without --memory/s)
      assert.match(
        yield* refused(pool, "--id-column", "key"),
        /no column "key"; give --id-column one of "id", "site", "v"/
      )
      writeFileSync(`${path}pool.csv`, "id,x\na,1\n")
      assert.match(yield* refused(`${path}pool.csv`), /no .npy or Parquet file.*encoder raw/s)
      writeFileSync(`${path}other.npy`, npy("f4", [1, 2], [2, 1]))
      assert.match(
        yield* refused(`${path}*`),
        /there are .npy files and Parquet files \(\S+other.npy, \S+pool.parquet\)/
      )
      const small = yield* cli(["select", pool, "-s", "random", "-b", "5", "--memory", "300MB"])
      assert.match(small.stderr, /a row group of it comes to .*; give --memory \d+MB/s)
      assert.strictEqual(small.code, 1)
    }).pipe(Effect.scoped))

  it.live("leaves nothing on the disk when it is killed", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, cache = join(path, "cache"), pool = join(path, "pool.parquet")
      mkdirSync(cache)
      writeFileSync(pool, table("DOUBLE", 0, 20_000, 8, 1, false, 1000))
      const program = new URL("../bin/marginalia.mjs", import.meta.url).pathname
      const features = Array.from({ length: 8 }, (_, i) => `x${i}`).join()
      const asked = ["select", pool, "-s", "kcenter", "-b", "1000", "--memory", "1GB", "--features", features]
      const child = spawn(process.execPath, [program, ...asked], { env: { ...process.env, MARGINALIA_CACHE: cache } })
      const ended = new Promise<string | null>((resolve) => child.on("exit", (_, signal) => resolve(signal)))
      // The plan is said when the scratch file is there.
      yield* Effect.promise(() => new Promise<void>((resolve) => child.stderr.once("data", () => resolve())))
      child.kill("SIGKILL")
      assert.strictEqual(yield* Effect.promise(() => ended), "SIGKILL")
      assert.deepStrictEqual(scratchIn(cache), [])
    }).pipe(Effect.scoped), 60_000)
})
