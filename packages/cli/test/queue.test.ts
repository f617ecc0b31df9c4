import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { database, Server, withServer } from "../../distributed/test/world.ts"
import { cli } from "./cli.ts"
import { resultAt, small } from "./experiments.ts"
import { orphans, stopped } from "./signals.ts"

withServer("marginalia with a queue", (it) => {
  it.effect(
    "runs an experiment on workers: the tables, the folder and the report of one machine",
    () =>
      Effect.gen(function*() {
        const { path, put } = yield* folder, address = yield* database, { password } = yield* Server
        const file = put("e.yaml", small()), [one, out] = [join(path, "one"), join(path, "out")]
        const worker = yield* Effect.forkChild(cli(["worker", "--queue", address, "--slots", "1"]))
        const alone = yield* cli(["run", file, "--out", one, "-j", "1", "-q"])
        const found = yield* cli(["run", file, "--queue", address, "--out", out])
        assert.deepStrictEqual([found.code, found.stdout], [0, alone.stdout], found.stderr)
        assert.match(found.stderr, /4 of 4 units/)
        assert.deepStrictEqual(yield* resultAt(out), yield* resultAt(one))
        assert.strictEqual(
          readFileSync(join(out, "experiment.json"), "utf8"),
          readFileSync(join(one, "experiment.json"), "utf8")
        )
        const again = yield* cli(["run", file, "--queue", address, "-f", "csv"])
        assert.strictEqual(again.code, 0, again.stderr)
        assert.match(again.stderr, /in the queue already/)
        assert.lengthOf(again.stdout.split("\n"), 1 + 8)
        const refused = yield* cli(["run", file, "--queue", address, "--out", out])
        assert.strictEqual(refused.code, 1)
        assert.match(refused.stderr, /pass --resume/)

        const listed = yield* cli(["runs", "--queue", address])
        assert.match(listed.stdout, /finished +4 of 4 +0 +8 of 8/)
        assert.match(listed.stdout, /0 of 1 +now/)
        const { runs } = JSON.parse((yield* cli(["runs", "--queue", address, "-f", "json"])).stdout) as {
          readonly runs: ReadonlyArray<{ readonly name: string; readonly id: string }>
        }
        const name = runs[0]!.name, to = join(path, "exported")
        assert.deepStrictEqual(
          yield* Effect.map(cli(["runs", "export", name, "--queue", address, "--out", to]), ({ code, stdout }) => [
            code,
            stdout
          ]),
          [0, to]
        )
        assert.deepStrictEqual(yield* resultAt(to), yield* resultAt(one))
        const report = yield* cli(["report", name, "--queue", address, "--out", join(path, "report"), "--no-map"])
        assert.strictEqual(report.code, 0, report.stderr)
        const page = readFileSync(join(path, "report", "index.html"), "utf8")
        assert.include(page, `marginalia report ${name} --queue`)
        assert.notInclude(page, "marginalia-report-")
        const unknown = yield* cli(["runs", "export", "other", "--queue", address, "--out", to])
        assert.strictEqual(unknown.code, 1)
        assert.match(unknown.stderr, /it holds no experiment "other"; name one of/)
        const pruned = yield* cli(["runs", "prune", "--queue", address, "--older", "0"])
        assert.strictEqual(pruned.stdout, `${name}@${runs[0]!.id.slice(0, 8)}`)
        yield* Fiber.interrupt(worker)
        const gone = yield* cli(["runs", "--queue", address])
        assert.match(gone.stderr, /no experiments in the queue[^]*no machine works/)
        const all = [found, again, refused, listed, report, unknown, pruned, gone].map((one) => JSON.stringify(one))
        for (const text of [...all, page]) assert.notInclude(text, password)
        assert.isFalse(existsSync(join(path, "runs")))
      }).pipe(Effect.scoped),
    120_000
  )

  it.effect(
    "works itself with --jobs while it waits; a worker that is told to end hands back, and ends well",
    () =>
      Effect.gen(function*() {
        const { put } = yield* folder, address = yield* database
        const file = put("e.yaml", small())
        const one = ["run", file, "--queue", address, "--seeds", "1", "-s", "random", "-f", "csv"]
        const found = yield* cli([...one, "--jobs", "1"])
        assert.deepStrictEqual([found.code, found.stdout.split("\n").length], [0, 3], found.stderr)
        const ended = yield* stopped(["worker", "--queue", address, "--slots", "1"], "SIGTERM", /working for/)
        assert.deepStrictEqual([ended.code, ended.signal], [0, null], ended.stderr)
        assert.deepStrictEqual(yield* orphans(ended.children), [])
      }).pipe(Effect.scoped),
    60_000
  )

  it.effect("refuses what makes no sense before anything is done", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, address = yield* database
      const file = put("e.yaml", small())
      const cases: ReadonlyArray<readonly [args: ReadonlyArray<string>, code: number, says: RegExp]> = [
        [["run", file, "--send-data"], 1, /--send-data is about other machines/],
        [["run", file, "--variant", "simd"], 1, /--variant is about other machines/],
        [
          ["run", put("t.yaml", small("oracle: terminal")), "--queue", address, "-s", "random", "--seeds", "1"],
          1,
          /asks somebody on this machine/
        ],
        [["worker", "--queue", "somewhere"], 1, /begins with postgres:\/\/|this is no address/],
        [["worker", "--queue", address, "--data", "/nowhere/at/all"], 2, /no such file or folder/],
        [["runs", "runs", "--queue", address], 1, /is a folder, and --queue is elsewhere/],
        [["report", "a", "b", "--queue", address], 1, /name one experiment/],
        [["runs", "--queue", "postgres://127.0.0.1:1/x"], 2, /nothing listens there/]
      ]
      for (const [args, code, says] of cases) {
        const found = yield* cli(args)
        assert.strictEqual(found.code, code, `${args.join(" ")}: ${found.stderr}`)
        assert.match(found.stderr, says)
      }
    }).pipe(Effect.scoped), 60_000)
})
