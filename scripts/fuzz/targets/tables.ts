/** Pools, columns, labels and ids: the tables and arrays that people give. */
import * as Effect from "effect/Effect"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { readColumn } from "../../../packages/datasets/src/files/column.ts"
import { archives } from "../../../packages/datasets/src/files/fixtures/archives.ts"
import { fromBase64 } from "../../../packages/datasets/src/files/fixtures/numpy.ts"
import { readLabels } from "../../../packages/datasets/src/files/labels.ts"
import { encodeNpy } from "../../../packages/datasets/src/files/npy-write.ts"
import { readPool } from "../../../packages/datasets/src/files/pool.ts"
import { readRowIds } from "../../../packages/datasets/src/files/row-ids.ts"
import { printLabels } from "../../../packages/datasets/src/labels/write.ts"
import { readTable } from "../../../packages/datasets/src/table/load.ts"
import { zip } from "../../../packages/datasets/test/archives.ts"
import { parquet as parquetOf, parquetLists } from "../../../packages/datasets/test/parquet.ts"
import type { Target } from "../target.ts"

const ROWS = 12

const rows = Array.from({ length: ROWS }, (_, i) => i)

/** A reader of a file of this name in the input's folder. */
const fromFile =
  <E, R>(name: string, read: (path: string) => Effect.Effect<unknown, E, R>) => (input: Uint8Array, folder: string) =>
    Effect.suspend(() => {
      const path = join(folder, name)
      writeFileSync(path, input)
      return read(path)
    })

const csv = [
  ["id,x0,x1,label", ...rows.map((i) => `item-${i},${i / 4},${-i},${i % 3}`)],
  ["id,embedding", ...rows.map((i) => `${i},"[${i}, 0.5, ${-i}]"`)],
  ["x,y", ...rows.map((i) => `${i * 1e10},"${i}"`)]
].map((lines) => `${lines.join("\n")}\n`)

const jsonl = [
  rows.map((i) => JSON.stringify({ id: `item-${i}`, embedding: [i, 0.25, -i] })),
  rows.map((i) => JSON.stringify({ x: i, y: i / 3 }))
].map((lines) => `${lines.join("\n")}\n`)

const npy = [
  encodeNpy(Float32Array.from({ length: ROWS * 4 }, (_, i) => i / 3), [ROWS, 4]),
  encodeNpy(Float64Array.from({ length: ROWS * 3 }, (_, i) => i * 1.5), [3, ROWS, 1]),
  encodeNpy(BigInt64Array.from(rows, BigInt), [ROWS]),
  encodeNpy(Int32Array.from({ length: ROWS * 2 }, (_, i) => -i), [ROWS, 2])
]

const ids = rows.map((i) => `item-${i}`), vectors = rows.map((i) => [i, i / 2])

const flat = parquetOf([
  { name: "id", data: rows.map(BigInt), type: "INT64" },
  { name: "x", data: rows.map((i) => i / 4), type: "DOUBLE" },
  { name: "y", data: rows.map((i) => i % 3), type: "INT32", encoding: "DELTA_BINARY_PACKED" },
  { name: "z", data: rows.map((i) => i % 2), type: "FLOAT" }
], { rowGroupSize: 5 })

const parquet = [parquetLists(ids, vectors), parquetLists(ids, vectors, { codec: "UNCOMPRESSED" }), flat]

/** An archive of arrays, and a table of Arrow's of each packing. */
const npz = [
  zip([{ name: "x.npy", bytes: npy[0]! }, { name: "id.npy", bytes: npy[2]! }, { name: "y.npy", bytes: npy[2]! }]),
  ...archives.npz.map(({ file }) => fromBase64(file))
]
const arrow = archives.arrow.filter(({ rows }) => rows.length < 100).map(({ file }) => fromBase64(file))

const features = zip([{ name: "feature.npy", bytes: npy[0]! }, { name: "id.npy", bytes: npy[2]! }])

/** Zeros, a thousand times the size of the file. */
const bomb = zip([{ name: "x.npy", bytes: encodeNpy(new Float32Array(40e6), [20e6, 2]) }])

const labels = ["id,label\na,cat\nb,dog\nc,\"a, cat\"\n", "label,id,more\n0,1,x\n1,2,y\n"]
const twoItems = { ids: ["a/1.jpg", "2.jpg"], labels: ["cat", "dog"] }

/** Labels as other programs write them. */
const exports = (["label-studio-json", "label-studio-csv", "coco", "cvat-xml", "imagenet", "roboflow"] as const).map(
  (form) => [form, String(printLabels(form, twoItems)[0]!.contents)] as const
)

const rowIds = `row,id\n${rows.map((i) => `${i},photo ${i}.jpg`).join("\n")}\n`
const split = `id,a,b,label,split\n${
  rows.map((i) => `r${i},${i},2,c${i % 2},${i % 3 ? "train" : "test"}`).join("\n")
}\n`

const shape = { rows: ROWS, ids: undefined, groups: ["site"] }

const columnOf = (name: string, file: string) => fromFile(file, (path) => readColumn(name, path, shape))

const siteOf = (i: number): string => ["A", "", "-1", "7"][i % 4]!

/** A pool with groups of its own, and groups beside a pool: as text, as JSON, as numbers. */
const grouped = `id,x,y,site\n${rows.map((i) => `${i},${i},${i / 2},${siteOf(i)}`).join("\n")}\n`
const groups = {
  csv: `site,more\n${rows.map((i) => `${siteOf(i)},${i}`).join("\n")}\n`,
  jsonl: rows.map((i) => `${JSON.stringify({ site: i % 3 === 0 ? null : i % 2 ? -1 : "A" })}\n`).join(""),
  npy: encodeNpy(Float32Array.from(rows, (i) => i % 3 - 1), [ROWS, 1])
}

/** See the module. */
export const tables: ReadonlyArray<Target> = [
  { name: "npy", kind: "bytes", examples: npy, read: fromFile("pool.npy", (path) => readPool(path)) },
  { name: "csv", kind: "text", examples: csv, read: fromFile("pool.csv", (path) => readPool(path)) },
  { name: "jsonl", kind: "jsonl", examples: jsonl, read: fromFile("pool.jsonl", (path) => readPool(path)) },
  {
    name: "parquet",
    kind: "bytes",
    share: 1,
    examples: parquet,
    read: fromFile("p.parquet", (path) => readPool(path))
  },
  { name: "npz", kind: "bytes", examples: npz, hostile: [bomb], read: fromFile("p.npz", (path) => readPool(path)) },
  { name: "arrow", kind: "bytes", share: 1, examples: arrow, read: fromFile("p.arrow", (path) => readPool(path)) },
  { name: "feature npz", kind: "bytes", share: 5, examples: [features], read: columnOf("feature", "f.npz") },
  { name: "labels csv", kind: "text", examples: labels, read: fromFile("l.csv", readLabels) },
  {
    name: "labels jsonl",
    kind: "jsonl",
    share: 5,
    examples: ["{\"id\":\"a\",\"label\":\"cat\"}\n{\"id\":\"b\",\"label\":\"dog\"}\n"],
    read: fromFile("l.jsonl", readLabels)
  },
  ...exports.map(([name, text]): Target => ({
    name: `labels ${name}`,
    kind: "text",
    share: 5,
    examples: [text],
    read: fromFile("labels", (path) => readLabels(path, { pool: { path: "pool", rows: 2, ids: ["a/1.jpg", "2.jpg"] } }))
  })),
  {
    name: "ids",
    kind: "text",
    share: 5,
    examples: [rowIds],
    read: fromFile("p.ids.csv", (path) => readRowIds(path.replace(".ids.csv", ".npy"), ROWS))
  },
  { name: "passes", kind: "bytes", share: 5, examples: [npy[1]!], read: columnOf("passes", "passes.npy") },
  { name: "clusters", kind: "bytes", share: 5, examples: [npy[2]!], read: columnOf("cluster", "cluster.npy") },
  {
    name: "groups in a pool",
    kind: "text",
    share: 5,
    examples: [grouped],
    read: fromFile("pool.csv", (path) => readPool(path, { groups: ["site"] }))
  },
  { name: "groups csv", kind: "text", share: 5, examples: [groups.csv], read: columnOf("site", "g.csv") },
  { name: "groups jsonl", kind: "jsonl", share: 5, examples: [groups.jsonl], read: columnOf("site", "g.jsonl") },
  { name: "groups npy", kind: "bytes", share: 5, examples: [groups.npy], read: columnOf("site", "g.npy") },
  { name: "probability", kind: "text", share: 5, examples: csv, read: columnOf("probability", "p.csv") },
  {
    name: "data set csv",
    kind: "text",
    examples: [split, csv[1]!],
    read: fromFile("data.csv", (path) => readTable(path))
  },
  {
    name: "data set parquet",
    kind: "bytes",
    share: 1,
    examples: parquet,
    read: fromFile("data.parquet", (path) => readTable(path))
  }
]
