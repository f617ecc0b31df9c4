import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { cli } from "./cli.ts"
import { enter, folder, serving } from "./serving.ts"

const rows = (count: number, cells: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `r${i},${cells(i)}\n`).join("")

const write = (root: string): void => {
  writeFileSync(join(root, "reviews.csv"), `id,text\n${rows(30, (i) => `a review of ${i % 3} words or more`)}`)
  writeFileSync(join(root, "known.csv"), `id,label\n${rows(12, (i) => i % 2 === 0 ? "good" : "bad")}`)
}

describe("a project of some items", () => {
  it.live(
    "is about the items that are asked for, those of a list first, and goes on so",
    () =>
      Effect.scoped(Effect.gen(function*() {
        const root = yield* folder, project = join(root, "reviews.marginalia")
        write(root)
        writeFileSync(join(root, "no.txt"), "r0\nr1\nr2\n")
        writeFileSync(join(root, "first.txt"), "r29\nr7\nr21\nr22\n")
        writeFileSync(
          join(root, "sites.csv"),
          `id,site\n${Array.from({ length: 30 }, (_, i) => `r${i},${i < 20 ? "A" : "B"}\n`).join("")}`
        )
        const start = (...more: ReadonlyArray<string>) =>
          Effect.gen(function*() {
            const server = yield* serving(["label", "reviews.csv", "--no-open", ...more], root)
            const link = server.printed.trim(), origin = new URL(link).origin, [, cookie] = yield* enter(link)
            const ask = (path: string) =>
              Effect.promise(() => fetch(`${origin}/api/${path}`, { headers: { cookie } }).then((one) => one.json()))
            const view = yield* ask("project")
            const stop = Effect.suspend(() => {
              server.child.kill("SIGTERM")
              return Effect.promise(() => server.ended)
            })
            return { view, ask, stop, said: server.said }
          })
        const scoped = ["--exclude", "no.txt", "--where", "site = \"B\" or site = \"A\"", "--metadata", "sites.csv"]
        const first = yield* start(...scoped, "--include", "first.txt", "--labels", "known.csv", "--measure", "0")
        assert.deepStrictEqual([first.view.size, first.view.counts.labeled], [27, 9], first.said())
        assert.include(first.said(), "3 labels left out: of items that are not among those of the project")
        assert.include(first.said(), "3 items asked about first")
        const items = yield* first.ask("next?count=3")
        assert.deepStrictEqual(
          items.map(({ id }: { readonly id: string }) => id),
          ["r29", "r21", "r22"],
          JSON.stringify(items)
        )
        yield* first.stop
        // The same command without its scope goes on with the same items; another scope is refused.
        const again = yield* start()
        assert.deepStrictEqual([again.view.size, again.view.counts.labeled], [27, 9])
        yield* again.stop
        const other = yield* cli([
          "label",
          join(root, "reviews.csv"),
          "--project",
          project,
          "--no-open",
          "--exclude",
          join(root, "first.txt")
        ])
        assert.deepStrictEqual([other.code, other.stdout], [2, ""])
        assert.match(other.stderr, /is a project of other items: it has 26, the project 27/)
        const wrong = yield* cli([
          "label",
          join(root, "reviews.csv"),
          "--project",
          join(root, "q"),
          "--no-open",
          "--where",
          "sitte = 1"
        ])
        assert.match(wrong.stderr, /--where asks for the column "sitte", which .*reviews\.csv has not/)
        assert.isFalse(existsSync(join(root, "q")))
        writeFileSync(join(root, "more.csv"), "id,label\nr1,good\nr25,bad\n")
        const imported = yield* cli(["label", "import", project, join(root, "more.csv")])
        assert.deepStrictEqual(
          [imported.code, imported.stderr.includes("1 label imported")],
          [0, true],
          imported.stderr
        )
        const out = join(root, "out.csv")
        yield* cli(["label", "export", project, "-f", "csv", "-o", out])
        assert.notMatch(readFileSync(out, "utf8"), /^r[012],/m)
      })),
    120_000
  )
})
