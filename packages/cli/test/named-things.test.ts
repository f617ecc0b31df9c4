import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"
import { commands } from "./commands.ts"
import { plugin } from "./plugin-of-all.ts"

const at = folder.pipe(Effect.map(({ path, put }) => ({ path, put, mine: put("mine.mjs", plugin) })))

/** Each of them ends with 0. */
const done = (lines: ReadonlyArray<ReadonlyArray<string>>) =>
  Effect.tap(commands(lines), (all) =>
    Effect.sync(() => {
      for (const { code, stderr } of all) assert.strictEqual(code, 0, stderr)
    }))

describe("doctor", () => {
  it.live(
    "reports versions, kernels, threads, memory, optional packages and backends, a plugin's too, and is content",
    () =>
      Effect.gen(function*() {
        const { mine } = yield* at
        const [told] = yield* done([["doctor", "--plugin", mine]])
        for (
          const what of ["node", "kernels simd", "kernels typescript", "threads", "memory", "ml-kmeans", "hnswlib-node"]
        ) {
          assert.match(told!.stdout, new RegExp(`^${what} +\\S`, "m"))
        }
        const facts = told!.stdout.replaceAll(/\n +/g, " ")
        assert.match(facts, /^backend wasm +usable, \S+ GFLOP\/s/m)
        assert.match(facts, /^backend node-gpu .*not yet run by this project$/m)
        assert.match(facts, /^backend plain +usable, .* GFLOP\/s .*under a name of its own$/m)
        assert.notMatch(facts, /^backend auto/m)
      }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)),
    300_000
  )
})

describe("a plugin's things", () => {
  it.live(
    "are named in flags: an encoder, a data set, a network, a backend and a training configuration",
    () =>
      Effect.gen(function*() {
        const { mine, path } = yield* at, out = join(path, "b.npy"), model = join(path, "model")
        const args = ["train", "blobs(30)", "-n", "wide(4)", "-r", "short(epochs=4)", "-o", model, "--folds", "0"]
        const said = ["predict", "blobs(30)", "-m", model, "-o", join(path, "said"), "--backend", "wasm"]
        const [embedded, trained, broken, none, predicted, other] = yield* commands([
          ["embed", "blobs(30)", "-e", "times(3)", "-o", out],
          [...args, "--backend", "plain"],
          [...args, "--backend", "plain(true)"],
          [...args, "--backend", "plein"],
          said,
          ["embed", "blobs(30)", "-e", "tims(3)", "-o", out]
        ].map((line) => [...line, "--plugin", mine]))
        assert.strictEqual(embedded!.code, 0, embedded!.stderr)
        assert.include(readFileSync(join(path, "b.json"), "utf8"), "\"text\": \"times(3)\"")
        assert.strictEqual(trained!.code, 0, trained!.stderr)
        assert.match(trained!.stderr, /backend: plain\(false\) \(asked for\)/)
        assert.match(readFileSync(join(model, "training.json"), "utf8"), /"backend": ?"plain\(false\)"/)
        assert.strictEqual(broken!.code, 2)
        assert.match(broken!.stderr, /the backend plain\(true\) does not run here: .*it is broken; install @marginalia/)
        assert.strictEqual(none!.code, 1)
        assert.match(none!.stderr, /there is no backend "plein"; there are auto, .*plain\. Did you mean "plain"\?/)
        assert.strictEqual(predicted!.code, 0, predicted!.stderr)
        assert.match(readFileSync(join(path, "said.predicted.csv"), "utf8"), /^id,label,probability\nb0,/)
        assert.match(other!.stderr, /there is no encoder "tims"; there are raw, .*times\. Did you mean "times"\?/)
        assert.match((yield* cli(said)).stderr, /blobs/)
      }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)),
    300_000
  )

  it.live("are named in an experiment, in every process: all of them and an oracle", () =>
    Effect.gen(function*() {
      const { path, put } = yield* at
      const file = put(
        "e.yaml",
        [
          "plugins: mine.mjs",
          "data: [blobs(30), { name: more, dataset: \"blobs(items=36)\", embedding: raw }]",
          "strategies: [random]",
          "budget: 4",
          "rounds: 2",
          "seeds: 1",
          "embedding: times(0.5)",
          "learner: { network: wide(4), recipe: short, epochs: 5, backend: plain }",
          "oracle: contrary"
        ].join("\n")
      )
      const out = join(path, "out")
      const [ran, again] = yield* done([["run", file, "--out", out, "-j", "2"], ["run", out, "--resume", "-f", "csv"]])
      assert.match(ran!.stdout, /random/)
      const { units } = JSON.parse(readFileSync(join(out, "experiment.json"), "utf8")) as {
        readonly units: ReadonlyArray<{ readonly unit: object }>
      }
      assert.deepInclude(units[0]!.unit, { oracle: { kind: "own", text: "contrary" } })
      assert.include(JSON.stringify(units[0]!.unit), "\"backend\":\"plain(false)\"")
      // Two clouds far apart, and every label is the other class: nothing is right.
      assert.match(again!.stdout, /(^|,)0(\.0+)?(,|$)/m)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)), 300_000)
})
