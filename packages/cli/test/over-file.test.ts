import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Strategy, type Trace } from "@marginalia/core"
import { Notices } from "@marginalia/core/Notices"
import { selectFiles } from "@marginalia/experiments"
import { Machine } from "@marginalia/experiments/selection/large"
import { overFile } from "@marginalia/experiments/selection/places"
import { Resident } from "@marginalia/experiments/selection/resident"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { runs } from "../../core/test/runs.ts"
import { folder } from "../../datasets/test/files.ts"
import { type Kind, npy } from "../../datasets/test/npy.ts"
import { cli } from "./cli.ts"

/** Vectors with ties and duplicates, a zero row among them. */
const vectors = (rows: number, cols: number, seed: number): Float32Array =>
  Float32Array.from({ length: rows * cols }, (_, at) => {
    const i = Math.floor(at / cols), of = i % 3 === 0 ? i % 11 : i
    return i === 1 ? 0 : (of * 2654435761 + (at % cols) * 40503 + seed) % (seed % 2 === 0 ? 5 : 977) / 7
  })

const put = (path: string, data: Float32Array, cols: number, kind: Kind = "f4") =>
  writeFileSync(path, npy(kind, kind.endsWith("1") ? data.map(Math.round) : data, [data.length / cols, cols]))

/** The steps, without their times and how often they read the pool. */
const timeless = (trace: ReadonlyArray<Trace.Entry>) =>
  trace.map((entry) => {
    const notes = Object.fromEntries(Object.entries(entry.notes).filter(([name]) => name !== "passes"))
    return { ...entry, notes, milliseconds: 0 }
  })

/** How often the steps read the pool. */
const passesOf = (trace: ReadonlyArray<Trace.Entry>): number =>
  trace.reduce((sum, { notes: { passes } }) => sum + (typeof passes === "number" ? passes : 0), 0)

const strategies = [
  "kcenter",
  "normalize | k-center",
  "random",
  "mix(0.6: kcenter, 0.4: random)",
  "orElse(subsample(9, kcenter), entropy)",
  "at-most-per(site, 2, kcenter)",
  "entropy",
  "margin",
  "msal",
  "typiclust",
  "supclust",
  "kmeans(k=5,starts=2) | keep-per-cluster(typicality, 40%) | one-per-cluster(sup)",
  "kmeans",
  "kmeans(k=5,miniBatchAbove=3) | one-per-cluster(proximity)",
  "normalize | kmeans(k=3,over=candidates,miniBatchAbove=2) | one-per-cluster(typicality)",
  "typiclust(profile=official)",
  "distinct(eps=0.01)",
  "density-weighted",
  "diverse-minibatch(space=embedding)",
  "clue(space=embedding)",
  "typiclust-then-margin",
  "keep-top(typicality(neighborhood=pool), 50%) | kmeans(k=3,over=candidates) | one-per-cluster(proximity)",
  "probcover(delta=0.4)",
  "maxherding",
  "facility-location",
  "uherding",
  "maxherding(reference=60)",
  "facility-location(reference=300)",
  "uherding(reference=60)"
]

describe("select over files", () => {
  test.prop([
    fc.constantFrom(...strategies),
    fc.constantFrom(20, 255, 256, 257, 512, 600),
    fc.integer({ min: 2, max: 9 }),
    fc.nat({ max: 99 }),
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom(1, 1e4, 8e6),
    fc.nat({ max: 3 }),
    fc.constantFrom<Kind>("f2", "f4", "f8", "i1", "u1"),
    fc.constantFrom("pool.npy", "parts", "parts/?.npy"),
    fc.constantFrom(undefined, "mini-batch" as const)
  ], { numRuns: runs(60) })(
    "gives the picks, scores and trace of the same select in memory, to the bit",
    (text, rows, cols, seed, threads, tileBytes, labeled, kind, place, clusterer) =>
      Effect.gen(function*() {
        const { path } = yield* folder, at = (name: string) => join(path, name), data = vectors(rows, cols, seed)
        put(at("pool.npy"), data, cols, kind)
        mkdirSync(at("parts"))
        const cut = Math.max(1, Math.floor(rows / 3)) * cols
        put(at("parts/a.npy"), data.subarray(0, cut), cols, kind)
        put(at("parts/b.npy"), data.subarray(cut), cols, kind)
        const [one, other] = [[1, 0, 0], [0.25, 0.5, 0.25]]
        put(at("p.npy"), Float32Array.from({ length: 3 * rows }, (_, i) => (i % 6 < 3 ? one : other)![i % 3]!), 3)
        put(at("z.npy"), vectors(rows, 2, seed), 2)
        writeFileSync(
          at("site.csv"),
          `id,site\n${Array.from({ length: rows }, (_, i) => `${i},${i % 5}`).join("\n")}\n`
        )
        writeFileSync(
          at("l.csv"),
          `id,label\n${Array.from({ length: labeled }, (_, i) => `${i * 2},${i % 2}`).join("\n")}\n`
        )
        const strategy = yield* Strategy.read(text, registry)
        const columns = new Map(
          [
            ["probability", at("p.npy")],
            ["projection", at("z.npy")],
            ...(text.includes("site") ? [["site", at("site.csv")]] : [])
          ] as Array<
            [string, string]
          >
        )
        const asked = {
          strategy,
          budget: 8,
          seed,
          threads,
          columns,
          clusterer,
          ...(labeled > 0 ? { labels: at("l.csv") } : {})
        }
        const { engine, inputs, selection } = yield* selectFiles({ ...asked, pool: at("pool.npy") })
        const over = yield* selectFiles({ ...asked, pool: at(place), memory: 1e9, tileBytes })
        assert.deepStrictEqual(over.selection.picks, selection.picks)
        assert.deepStrictEqual(over.selection.scores, selection.scores)
        assert.deepStrictEqual(timeless(over.selection.trace), timeless(selection.trace))
        assert.deepStrictEqual(over.engine, engine)
        if (place === "pool.npy") assert.strictEqual(over.inputs.pool.sha256, inputs.pool.sha256)
        // One more is the first look, and single rows are read by themselves: centers, and 256 of k-means; a pass may leave tiles out.
        assert.isAtMost(over.read!.passes, 1 + passesOf(over.selection.trace) + 9 / rows + 1)
        assert.isAtLeast(over.read!.passes, 1)
      }).pipe(
        Effect.scoped,
        Effect.provide(NodeServices.layer),
        Effect.provideService(Resident, { now: Effect.succeed(0), highest: Effect.succeed(0) }),
        Effect.runPromise
      )
  )

  const pooled = Effect.map(folder, ({ path }) => {
    put(join(path, "pool.npy"), vectors(300, 6, 1), 6)
    return join(path, "pool.npy")
  })

  it.effect("prints the plan alone, keeps a manifest that verifies, and picks as without a limit", () =>
    Effect.gen(function*() {
      const pool = yield* pooled, out = `${pool}.json`
      const { stdout: plan } = yield* cli(["select", pool, "-s", "kcenter", "-b", "5", "--memory", "1GiB", "--dry-run"])
      assert.match(
        plan,
        /^place: 1 file, 300 × 6; .*\npasses: 4 to 8 passes, 28.8 kB to 57.6 kB read\ntime: about .*\nmemory: at most \d+ MB of 1.07 GB\n?$/
      )
      const question = ["select", pool, "-s", "kcenter", "-b", "5", "-f", "csv", "-q"]
      const { stdout } = yield* cli(question)
      const over = yield* cli([...question, "--memory", "1GB", "--manifest", out])
      assert.strictEqual(over.stdout, stdout)
      const told = yield* cli([...question.slice(0, -1), "--memory", "1GB"])
      assert.match(told.stderr, /read: 4 passes, 28.8 kB/)
      assert.strictEqual((yield* cli(["verify", out])).code, 0)
      const explained = ["explain", pool, "-s", "kmeans", "-b", "3", "-q"]
      const [here, there] = [yield* cli(explained), yield* cli([...explained, "--memory", "1GB"])]
      const picks = ({ stdout }: typeof here) => stdout.slice(stdout.indexOf("\n1. "))
      assert.strictEqual(picks(there), picks(here))
      assert.match(there.stdout, /1\. .*, score -/)
    }).pipe(Effect.scoped))

  it.effect("refuses before anything is read: a strategy that takes the whole pool, a limit that is too small, and no size", () =>
    Effect.gen(function*() {
      const pool = yield* pooled
      const refused = (...flags: ReadonlyArray<string>) =>
        Effect.map(cli(["select", pool, "-b", "5", ...flags]), ({ code, stderr }) => {
          assert.strictEqual(code, 1, stderr)
          return stderr
        })
      assert.match(
        yield* refused("-s", "orElse(maxherding, random)", "--memory", "260MB"),
        /--memory is 260 MB, and herding takes the whole pool into memory, and takes up to .* over a file: .*supclust/
      )
      const small = yield* refused("-s", "kcenter", "--memory", "100MB")
      const least = /give at least --memory (\d+MB)/.exec(small)?.[1]
      assert.match(small, /--memory is 100 MB, and this selection takes up to/)
      assert.strictEqual((yield* cli(["select", pool, "-b", "5", "-s", "kcenter", "--memory", least!])).code, 0)
      assert.match(yield* refused("-s", "kcenter", "--memory", "lots"), /"lots", which is no size; write 512MB/)
      assert.match(yield* refused("-s", "kcenter", "--dry-run"), /--dry-run is for --memory/)
      assert.match(yield* refused("-s", "kcenter", "--memory", "1GB", "--id-column", "x"), /leave --id-column out/)
      const folderOf = pool.replace(/pool.npy$/, "")
      const several = yield* cli([
        "select",
        folderOf,
        "-b",
        "1",
        "-s",
        "random",
        "--memory",
        "1GB",
        "-m",
        `${folderOf}m.json`
      ])
      assert.match(several.stderr, /--manifest names the pool's one file/)
    }).pipe(Effect.scoped))

  it.effect("leaves a pool that is larger than kernels address in its file, and says so", () =>
    Effect.gen(function*() {
      const pool = yield* pooled, strategy = yield* Strategy.read("normalize | k-center", registry)
      const asked = { strategy, budget: 5, pool }, heard: Array<string> = []
      const listening = Effect.provideService(Notices, { say: (line) => Effect.sync(() => void heard.push(line)) })
      const on = (addressed: number) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
        effect.pipe(
          Effect.provideService(Machine, { memory: 2e9, addressed }),
          // This process runs other tests, too.
          Effect.provideService(Resident, { now: Effect.succeed(0), highest: Effect.succeed(0) })
        )
      const here = yield* selectFiles(asked).pipe(on(2 ** 32), listening)
      assert.isUndefined(here.read)
      assert.deepStrictEqual(heard, [])
      const there = yield* selectFiles(asked).pipe(on(300 * 6 * 4), listening)
      assert.isDefined(there.read)
      assert.deepStrictEqual(there.selection.picks, here.selection.picks)
      assert.match(
        heard.join("\n"),
        /its vectors take 7\.65 kB, and kernels address 7\.2 kB together: they stay in the file/
      )
      assert.match(heard.join("\n"), /of 1 GB/)
      // A card is not asked about rows in a file: that is refused as with a limit that was given, and not passed over.
      const card = yield* Effect.flip(selectFiles({ ...asked, kernels: "webgpu" }).pipe(on(300 * 6 * 4)))
      assert.match(card.message, /webgpu.* does not go with `memory`/)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it("names strategies that run so, and no others", () => {
    const names = overFile()
    for (
      const name of ["random", "entropy", "margin", "least-confidence", "msal", "kcenter", "typiclust", "supclust"]
    ) {
      assert.include(names, name)
    }
    for (const name of ["maxherding", "facility-location", "uherding", "refine"]) assert.notInclude(names, name)
  })
})
