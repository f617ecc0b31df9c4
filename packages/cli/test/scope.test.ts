import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

/** Ten items on a line, of three sites, one without; wide ones from the sixth on. */
const table = [
  "id,site,width,x,y",
  ...Array.from({ length: 10 }, (_, i) => `i${i},${["A", "B", "C", ""][i % 4]},${10 * i},${i},${i % 2}`)
].join("\n")

/** Widths are numbers beside the vector; sites are texts, which it never holds. */
const vector = ["--features", "x,y"]

const at = Effect.map(folder, ({ path, put }) => ({ path, put, pool: put("pool.csv", `${table}\n`) }))

const idsOf = (stdout: string): ReadonlyArray<string> => stdout.split("\n").filter((line) => line !== "")

/** What a strategy picks under these flags, as ids. */
const picked = (pool: string, ...flags: ReadonlyArray<string>) =>
  Effect.map(
    cli(["select", pool, "-f", "ids", "-q", ...(pool.endsWith("/pool.csv") ? vector : []), ...flags]),
    ({ code, stderr, stdout }) => (assert.strictEqual(code, 0, stderr), idsOf(stdout))
  )

const everything = ["-s", "kcenter", "--clamp", "-b", "10"]

describe("which items may be chosen", () => {
  it.effect("is said by lists of ids, tables and texts, and by a condition on columns, all of which hold", () =>
    Effect.gen(function*() {
      const { pool, put } = yield* at
      const some = put("some.txt", "i1\n i2 \n\ni3\n"), more = put("more.csv", "score,id\n1,i8\n2,i1\n")
      const out = put("out.jsonl", "{\"id\":\"i2\"}\n")
      const of = (...flags: ReadonlyArray<string>) =>
        Effect.map(picked(pool, ...everything, ...flags), (ids) => ids.toSorted())
      assert.deepStrictEqual(yield* of("--only", some), ["i1", "i2", "i3"])
      assert.deepStrictEqual(yield* of("--only", some, "--only", more), ["i1", "i2", "i3", "i8"])
      assert.deepStrictEqual(yield* of("--only", some, "--exclude", out), ["i1", "i3"])
      assert.lengthOf(yield* of("--exclude", out), 9)
      assert.deepStrictEqual(yield* of("--where", `site in ("A", 'B') and not width < 50`), ["i5", "i8", "i9"])
      assert.deepStrictEqual(yield* of("--where", "site == null"), ["i3", "i7"])
      assert.deepStrictEqual(yield* of("--where", "site != \"A\"", "--only", more), ["i1"])
      const known = put("known.csv", "id,label\ni1,a\n")
      assert.deepStrictEqual(yield* of("--only", some, "--labels", known), ["i2", "i3"])
    }).pipe(Effect.scoped))

  it.effect("changes who is chosen from, and not what is known of the others, nor the vector", () =>
    Effect.gen(function*() {
      const { pool, put } = yield* at
      const named = put("named.csv", "id,site,x\na,A,1\nb,B,2\nc,A,3\n")
      assert.lengthOf(yield* picked(named, "-s", "kcenter", "-b", "2", "--where", "site == 'A'"), 2)
      const numbers = put(
        "numbers.csv",
        `id,x,y\n${Array.from({ length: 12 }, (_, i) => `n${i},${i},${i * i}`).join("\n")}\n`
      )
      const all = yield* picked(numbers, "-s", "kcenter", "-b", "4")
      assert.deepStrictEqual(yield* picked(numbers, "-s", "kcenter", "-b", "4", "--where", "x >= 0"), all)
      const explained = yield* cli(["explain", numbers, "-s", "typiclust", "-b", "2", "--where", "x < 4"])
      assert.strictEqual(explained.code, 0, explained.stderr)
      assert.match(explained.stderr, /4 items of 12 may be chosen: 4 where x < 4/)
      assert.lengthOf(yield* picked(pool, "-s", "random", "-b", "2", "--where", "width == 90 or width = 0"), 2)
    }).pipe(Effect.scoped))

  it.effect("may be said of a table beside an array, of more items and in another order", () =>
    Effect.gen(function*() {
      const { pool, put } = yield* at
      const rows = Array.from({ length: 15 }, (_, i) => `i${14 - i},${14 - i < 4 ? "yes" : "no"}`)
      const metadata = put("about.csv", `id,old\n${rows.join("\n")}\n`)
      const flags = [...everything, "--where", "old == \"yes\"", "--metadata", metadata]
      assert.deepStrictEqual((yield* picked(pool, ...flags)).toSorted(), ["i0", "i1", "i2", "i3"])
      // Ids that are named otherwise are ids still, and rows are not taken for those of other items.
      for (const [name, ids] of [["image_id", "id"], ["item", "item"]] as const) {
        const same = put("same.csv", `${ids},x,y\n${Array.from({ length: 10 }, (_, i) => `i${i},${i},0`).join("\n")}\n`)
        const other = put("other.csv", `${name},old\n${rows.slice(5).join("\n")}\n`)
        const how = ids === "id" ? [] : ["--id-column", ids]
        const asked = [...everything, ...how, "--where", "old == \"yes\"", "--metadata", other]
        assert.deepStrictEqual((yield* picked(same, ...asked)).toSorted(), ["i0", "i1", "i2", "i3"], name)
      }
    }).pipe(Effect.scoped))
})

describe("items that must be chosen", () => {
  it.effect("come first, in their order, count in the budget, and are known to the strategy", () =>
    Effect.gen(function*() {
      const { path, pool, put } = yield* at
      const first = yield* picked(pool, "-s", "kcenter", "-b", "4")
      const include = put("include.txt", `${first.slice(0, 2).join("\n")}\n`)
      assert.deepStrictEqual(yield* picked(pool, "-s", "kcenter", "-b", "4", "--include", include), first)
      const other = put("other.txt", "i7\ni2\n"), out = join(path, "picks.csv")
      const { code, stderr } = yield* cli([
        ...["select", pool, ...vector, "-s", "random", "-b", "3", "--include", other, "-o", out, "-f", "csv"]
      ])
      assert.strictEqual(code, 0, stderr)
      const [, ...lines] = readFileSync(out, "utf8").trim().split("\n")
      assert.deepStrictEqual(lines.slice(0, 2).map((line) => line.split(",")[0]), ["i7", "i2"])
      assert.lengthOf(new Set(lines.map((line) => line.split(",")[0])), 3)
      assert.deepStrictEqual(yield* picked(pool, "-s", "random", "-b", "2", "--include", other), ["i7", "i2"])
    }).pipe(Effect.scoped))
})

describe("a manifest", () => {
  it.effect("tells the scope, and is confirmed by it: also where its files are elsewhere, but not where they changed", () =>
    Effect.gen(function*() {
      const { path, pool, put } = yield* at, manifest = join(path, "m.json")
      const only = put("only.txt", "i1\ni2\ni3\ni4\ni5\n"), out = put("out.txt", "i3\n"), must = put("must.txt", "i5\n")
      const about = put("about.csv", `id,old\n${Array.from({ length: 10 }, (_, i) => `i${i},${i}`).join("\n")}\n`)
      const scope = ["--only", only, "--exclude", out, "--include", must, "--where", "old > 1", "--metadata", about]
      const made = yield* cli([
        "select",
        pool,
        ...vector,
        "-s",
        "typiclust",
        "-b",
        "2",
        ...scope,
        "-m",
        manifest,
        "-f",
        "ids"
      ])
      assert.strictEqual(made.code, 0, made.stderr)
      assert.strictEqual(idsOf(made.stdout)[0], "i5")
      const { scope: told } = JSON.parse(readFileSync(manifest, "utf8"))
      assert.deepStrictEqual([told.where, told.only.length, told.include[0].path], ["old > 1", 1, "must.txt"])
      assert.strictEqual((yield* cli(["verify", manifest])).code, 0)
      mkdirSync(join(path, "elsewhere"))
      const moved = join(path, "elsewhere", "only.txt")
      renameSync(only, moved)
      assert.notStrictEqual((yield* cli(["verify", manifest])).code, 0)
      assert.strictEqual((yield* cli(["verify", manifest, "--only", moved])).code, 0)
      const twice = yield* cli(["verify", manifest, "--only", moved, "--only", moved])
      assert.match(twice.stderr, /2 id files named by --only, and the manifest has 1/)
      const plain = join(path, "plain.json")
      yield* cli(["select", pool, ...vector, "-s", "random", "-b", "2", "-m", plain, "-q"])
      const idle = yield* cli(["verify", plain, "--metadata", about])
      assert.deepStrictEqual([idle.code, /--metadata .*the manifest names no table/.test(idle.stderr)], [1, true])
      writeFileSync(out, "i4\n")
      const changed = yield* cli(["verify", manifest, "--only", moved])
      assert.strictEqual(changed.code, 1)
      assert.match(changed.stderr, /not the manifest's file of ids \(exclude\)/)
    }).pipe(Effect.scoped))
})

describe("a scope that makes no sense", () => {
  it.effect("is refused in a sentence that names it", () =>
    Effect.gen(function*() {
      const { pool, put } = yield* at
      const array = put("headless.csv", "i1\ni2\n"), none = put("none.txt", "\n"), stranger = put("s.txt", "i1\nzz\n")
      const one = put("one.txt", "i1\n"), three = put("three.txt", "i1\ni2\ni3\n")
      const known = put("known.csv", "id,label\ni1,a\n"), mixed = put("mixed.csv", "id,w,x\na,1,1\nb,wide,2\n")
      const cases: ReadonlyArray<readonly [ReadonlyArray<string>, RegExp]> = [
        [[pool, "--where", "site = A"], /--where cannot be read at character 8, "A"; write a number, a text in quotes/],
        [[pool, "--where", "site == \"A\" and"], /--where cannot be read at its end; write a column's name/],
        [
          [pool, "--where", "sites == \"A\""],
          /--where asks for the column "sites", which \S+ has not; .*--metadata FILE/
        ],
        [[pool, "--where", "width > 900"], /no item is left to choose from: 0 where width > 900/],
        [[mixed, "--where", "w > 3", "--features", "x"], /row 1, column "w" holds "wide", which is no number/],
        [[pool, "--metadata", known], /--metadata is for --where, which is not given/],
        [[pool, "--only", array], /no column is called id, only "i1"; call the column of the ids id/],
        [[pool, "--exclude", none], /none\.txt: it holds no id/],
        [[pool, "--exclude", stranger], /the id "zz" is not in the pool/],
        [[pool, "--include", one, "--labels", known], /include names "i1", which is labeled already/],
        [[pool, "--include", one, "--exclude", one], /include names "i1", which is not among the candidates/],
        [[pool, "--include", three], /3 items are to be included, and the budget is 2/]
      ]
      for (const [args, wanted] of cases) {
        const own = args.includes("--features") ? [] : vector
        const { code, stderr, stdout } = yield* cli(["select", ...args, ...own, "-s", "random", "-b", "2", "-q"])
        assert.match(stderr, wanted, args.join(" "))
        assert.deepStrictEqual([code, stdout], [1, ""], args.join(" "))
      }
    }).pipe(Effect.scoped))
})
