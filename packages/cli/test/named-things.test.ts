import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { folder } from "../../datasets/test/files.ts"

const plugin = `
import { Options, Oracle } from "@marginalia/core"
import { defineDataset } from "@marginalia/datasets/named"
import { defineOracle } from "@marginalia/experiments/oracles"
import { defineEncoder, flat } from "@marginalia/models/encoders"
import { defineNetwork, defineTraining, layers, trainingConfigs } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"

export const times = defineEncoder({
  name: "times",
  summary: "every number, so many times as large",
  options: Schema.Struct({ factor: Options.field(Schema.Finite, 2, "how many times") }),
  positional: ["factor"],
  start: ({ factor }) => ({
    name: "times",
    hash: "times/" + factor,
    batch: 16,
    encode: (items) => Effect.sync(() => {
      const { cols, data, rows } = flat(items)
      return { data: data.map((x) => factor * x), rows, cols }
    })
  })
})

export const wide = defineNetwork({
  name: "wide",
  summary: "a hidden layer",
  options: Schema.Struct({ width: Options.field(Schema.Int, 8, "how wide it is") }),
  positional: ["width"],
  body: ({ width }, input) =>
    layers.sequence([layers.dense("wide", input[0], width, true), layers.relu([width])])
})

export const short = defineTraining({ name: "short", summary: "a few epochs", config: { ...trainingConfigs.supclustLinear, epochs: 3 } })

export const blobs = defineDataset({
  name: "blobs",
  summary: "two clouds",
  options: Schema.Struct({ items: Options.field(Schema.Int, 40, "how many") }),
  positional: ["items"],
  load: ({ items: rows }) => Effect.sync(() => ({
    classNames: ["left", "right"],
    train: {
      ids: Array.from({ length: rows }, (_, i) => "b" + i),
      labels: Int32Array.from({ length: rows }, (_, i) => i % 2),
      items: { data: Float32Array.from({ length: 2 * rows }, (_, i) => (Math.floor(i / 2) % 2) * 4 + ((i * 7919) % 13) / 13), rows, shape: [2] }
    }
  }))
})

export const contrary = defineOracle({
  name: "contrary",
  summary: "says the other class",
  answers: (_, { labels }) => Layer.succeed(Oracle, {
    label: ({ positions }) => Effect.succeed({ labels: Array.from(positions, (at) => 1 - labels[at]) })
  })
})
`

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
    "are named in flags: an encoder, a data set, a network and a training configuration",
    () =>
      Effect.gen(function*() {
        const { mine, path } = yield* at, out = join(path, "b.npy"), model = join(path, "model")
        done(["embed", "blobs(30)", "-e", "times(3)", "-o", out, "--plugin", mine])
        assert.include(readFileSync(join(path, "b.json"), "utf8"), "\"text\": \"times(3)\"")
        const args = ["train", "blobs(30)", "-n", "wide(4)", "-r", "short(epochs=4)", "-o", model, "--folds", "0"]
        done([...args, "--backend", "wasm", "--plugin", mine])
        assert.isTrue(existsSync(join(model, "model.json")))
        const other = command(["embed", "blobs(30)", "-e", "tims(3)", "-o", out, "--plugin", mine])
        assert.match(other.stderr, /there is no encoder "tims"; there are raw, .*times\. Did you mean "times"\?/)
      }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)),
    60_000
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
          "learner: { network: wide(4), recipe: short, epochs: 5 }",
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
      // Two clouds far apart, and every label is the other class: nothing is right.
      const csv = (done(["run", out, "--resume", "-f", "csv"])).stdout
      assert.match(csv, /(^|,)0(\.0+)?(,|$)/m)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)), 120_000)
})
