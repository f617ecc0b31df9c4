/**
 * A plugin that adds one of each kind: an encoder, a network, a training configuration, a backend, a data set, an oracle. It lies where none
 * of the packages is.
 */
export const plugin = `
import { Options, Oracle } from "@marginalia/core"
import { defineDataset } from "@marginalia/datasets/named"
import { defineOracle } from "@marginalia/experiments/oracles"
import { defineEncoder, flat } from "@marginalia/models/encoders"
import { defineBackend, defineNetwork, defineTraining, layers, trainingConfigs } from "@marginalia/models/training"
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

export const plain = defineBackend({
  name: "plain",
  summary: "plain JavaScript, under a name of its own",
  remedy: "install @marginalia/models again",
  options: Schema.Struct({ broken: Options.field(Schema.Boolean, false, "whether it does not run") }),
  positional: ["broken"],
  deterministic: true,
  start: async ({ broken }, { load, tf }) => {
    if (broken) throw new Error("it is broken")
    const core = await import("@tensorflow/tfjs-core")
    if (core.engine() !== tf.engine()) throw new Error("there are two tfjs")
    const cpu = await load("cpu")
    tf.copyRegisteredKernels(cpu, "plain")
    tf.registerBackend("plain", tf.findBackendFactory(cpu))
  }
})

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
