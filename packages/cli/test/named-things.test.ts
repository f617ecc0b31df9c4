import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { folder } from "../../datasets/test/files.ts"
import { plugin } from "./plugin-of-all.ts"

const at = folder.pipe(Effect.map(({ path, put }) => ({ path, put, mine: put("mine.mjs", plugin) })))

const bin = fileURLToPath(new URL("../bin/marginalia.mjs", import.meta.url))

/** A process of its own: there Node resolves what the plugin imports, and not the runner of the tests. */
const command = (args: ReadonlyArray<string>) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [bin, ...args], { encoding: "utf8" })
  return { code: status, stdout, stderr }
}

const done = (args: ReadonlyArray<string>) => {
  const found = command(args)
  assert.strictEqual(found.code, 0, found.stderr)
  return found
}

describe("a plugin's things", () => {
  it.live(
    "are named in flags: an encoder, a data set, a network, a backend and a training configuration",
    () =>
      Effect.gen(function*() {
        const { mine, path } = yield* at, out = join(path, "b.npy"), model = join(path, "model")
        done(["embed", "blobs(30)", "-e", "times(3)", "-o", out, "--plugin", mine])
        assert.include(readFileSync(join(path, "b.json"), "utf8"), "\"text\": \"times(3)\"")
        const args = ["train", "blobs(30)", "-n", "wide(4)", "-r", "short(epochs=4)", "-o", model, "--folds", "0"]
        const trained = done([...args, "--backend", "plain", "--plugin", mine])
        assert.match(trained.stderr, /backend: plain\(false\) \(asked for\)/)
        assert.match(readFileSync(join(model, "training.json"), "utf8"), /"backend": ?"plain\(false\)"/)
        const broken = command([...args, "--backend", "plain(true)", "--plugin", mine])
        assert.strictEqual(broken.code, 2)
        assert.match(broken.stderr, /the backend plain\(true\) does not run here: .*it is broken; install @marginalia/)
        const none = command([...args, "--backend", "plein", "--plugin", mine])
        assert.strictEqual(none.code, 1)
        assert.match(none.stderr, /there is no backend "plein"; there are auto, .*plain\. Did you mean "plain"\?/)
        const said = ["predict", "blobs(30)", "-m", model, "-o", join(path, "said"), "--backend", "wasm"]
        done([...said, "--plugin", mine])
        assert.match(readFileSync(join(path, "said.predicted.csv"), "utf8"), /^id,label,probability\nb0,/)
        assert.match(command(said).stderr, /blobs/)
        const other = command(["embed", "blobs(30)", "-e", "tims(3)", "-o", out, "--plugin", mine])
        assert.match(other.stderr, /there is no encoder "tims"; there are raw, .*times\. Did you mean "times"\?/)
      }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)),
    60_000
  )

  it.live(
    "are tried by doctor: a backend",
    () =>
      Effect.gen(function*() {
        const { mine } = yield* at
        const { stdout } = done(["doctor", "--plugin", mine])
        assert.match(stdout.replaceAll(/\n +/g, " "), /^backend plain +usable, .* GFLOP\/s .*under a name of its own$/m)
        assert.notMatch(stdout, /^backend auto/m)
      }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)),
    120_000
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
      const { stdout } = done(["run", file, "--out", out, "-j", "2"])
      assert.match(stdout, /random/)
      const { units } = JSON.parse(readFileSync(join(out, "experiment.json"), "utf8")) as {
        readonly units: ReadonlyArray<{ readonly unit: object }>
      }
      assert.deepInclude(units[0]!.unit, { oracle: { kind: "own", text: "contrary" } })
      assert.include(JSON.stringify(units[0]!.unit), "\"backend\":\"plain(false)\"")
      // Two clouds far apart, and every label is the other class: nothing is right.
      const csv = (done(["run", out, "--resume", "-f", "csv"])).stdout
      assert.match(csv, /(^|,)0(\.0+)?(,|$)/m)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)), 120_000)
})
