/**
 * A folder with one valid file of everything that the command reads, made once: what the wrong kinds are made from.
 */
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import * as Effect from "effect/Effect"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import sharp from "sharp"
import { points, pool, poolCsv } from "../../../datasets/test/files.ts"
import { parquet } from "../../../datasets/test/parquet.ts"
import { cli } from "../cli.ts"

/** Where each input lies below the folder, by the name that stands for it in braces. */
export const names = {
  npy: "pool.npy",
  csv: "pool.csv",
  jsonl: "pool.jsonl",
  parquet: "pool.parquet",
  labels: "labels.csv",
  labelsJsonl: "labels.jsonl",
  probability: "probability.npy",
  model: "model",
  manifest: "manifest.json",
  experiment: "made",
  yaml: "e.yaml",
  journal: "made/units/pool/random/0.db",
  plugin: "plugin.ts",
  images: "images",
  texts: "texts.txt",
  onnx: "net.onnx",
  preprocess: "net.json",
  data: "sets"
} as const

/** The name of an input. */
export type Slot = keyof typeof names

const rows = Array.from({ length: 30 }, (_, row) => row)
const label = (row: number): string => "abc"[row % 3]!
const data = points()
const labels = (count: number): string =>
  ["id,label", ...rows.slice(0, count).map((row) => `item-${row},${label(row)}`), ""].join("\n")

const contents: { readonly [file: string]: string | Uint8Array } = {
  [names.npy]: pool(),
  [names.csv]: poolCsv(),
  [names.jsonl]: rows.map((row) => JSON.stringify({ id: `item-${row}`, x: data[2 * row], y: data[2 * row + 1] }))
    .join("\n"),
  [names.labels]: labels(20),
  "truth.csv": labels(30),
  [names.labelsJsonl]: rows.slice(0, 9).map((row) => JSON.stringify({ id: `item-${row}`, label: label(row) }))
    .join("\n"),
  [names.probability]: encodeNpy(Float32Array.from({ length: 90 }, (_, i) => i % 3 === 0 ? 0.5 : 0.25), [30, 3]),
  [names.yaml]: "data: { pool: pool.csv, labels: truth.csv }\nstrategies: [random]\nbudget: 3\nrounds: 2\nseeds: 1\n" +
    "learner: { name: linear, epochs: 1 }\n",
  [names.plugin]: "export { random } from \"@marginalia/strategies\"\n",
  [names.texts]: "one text\nanother text\n",
  [names.onnx]: "no model, which is found out when it is loaded",
  [names.preprocess]: "{}"
}

const must = (args: ReadonlyArray<string>) =>
  Effect.flatMap(
    cli(args),
    ({ code, stderr }) =>
      code === 0 ? Effect.void : Effect.die(new Error(`${args.join(" ")} ended with ${code}: ${stderr}`))
  )

const writeImages = (folder: string) =>
  Effect.promise(async () => {
    mkdirSync(folder)
    for (const at of [0, 1, 2]) {
      const raw = { width: 4, height: 4, channels: 3 } as const
      await sharp(new Uint8Array(48).fill(at * 60), { raw }).png().toFile(join(folder, `${at}.png`))
    }
  })

const table = (): Uint8Array => {
  const column = (name: string, at: 0 | 1) =>
    ({ name, data: rows.map((row) => data[2 * row + at]!), type: "DOUBLE" }) as const
  const ids = { name: "id", data: rows.map((row) => `item-${row}`), type: "STRING" } as const
  return parquet([ids, column("x", 0), column("y", 1)])
}

/** Makes all of it in a folder that is there and empty; by the command itself, where it makes such a thing. */
export const makeAll = Effect.fn("makeAll")(function*(folder: string) {
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, names.parquet), table())
  mkdirSync(join(folder, names.data))
  yield* writeImages(join(folder, names.images))
  const at = (slot: Slot): string => join(folder, names[slot])
  yield* must(["select", at("csv"), "-s", "random", "-b", "2", "-m", at("manifest"), "-q"])
  yield* must(["train", at("csv"), "-l", at("labels"), "--epochs", "1", "-o", at("model"), "--backend", "cpu", "-q"])
  yield* must(["run", at("yaml"), "--out", at("experiment"), "--jobs", "1", "-q"])
})
