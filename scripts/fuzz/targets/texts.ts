/** What people write: strategies, options, experiments, conditions, encoders; and what comes back from tools. */
import * as Condition from "@marginalia/core/Condition"
import * as Count from "@marginalia/core/Count"
import * as Manifest from "@marginalia/core/Manifest"
import * as Named from "@marginalia/core/Named"
import * as Strategy from "@marginalia/core/Strategy"
import { encoderRegistry, encoders } from "@marginalia/models/encoders"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { readExperimentFile } from "../../../packages/experiments/src/file/read.ts"
import { readBatch } from "../../../packages/experiments/src/oracle/batch.ts"
import type { Target } from "../target.ts"

const textOf = (input: Uint8Array): string => new TextDecoder().decode(input)

const strategies = [
  "normalize | kmeans(k=labeled+budget) | keep-per-cluster(typicality(neighbors=20), 10%) | one-per-cluster(sup(temperature=1))",
  "mix(0.7: supclust, 0.3: random)",
  "switch(labeled < 10*classes, typiclust, margin)",
  "orElse(subsample(100, kcenter), top(add(scale(margin, 2), entropy)))",
  "top(rank(least-confidence))"
]

const jsons = await Effect.runPromise(
  Effect.forEach(strategies.slice(0, 4), (text) => Effect.map(Strategy.read(text, registry), Strategy.json))
).then((found) => found.map((json) => JSON.stringify(json)))

/** Stands for the error of whoever asks, where the parser itself has none. */
const refused = { _tag: "Refused", exitCode: 1 } as const

const json = (input: Uint8Array) =>
  Effect.flatMap(
    Effect.try({ try: () => JSON.parse(textOf(input)) as unknown, catch: () => refused }),
    (value) => Strategy.readJson(value, registry)
  ).pipe(Effect.catchTag("SchemaError", () => Effect.fail(refused)))

const manifest = JSON.stringify({
  manifestVersion: 1,
  strategy: "random",
  spec: JSON.parse(jsons[0]!) as unknown,
  options: {},
  seed: 0,
  budget: 2,
  clamp: false,
  round: 0,
  classes: ["a", "b"],
  labeled: [{ id: "x", label: "a" }, { id: "y", label: null }],
  pool: { path: "pool.npy", sha256: "0".repeat(64), format: "npy", idColumn: null },
  columns: {},
  plugins: [],
  engine: { variant: "simd", threads: 1, clusterer: "ours", neighbors: "exact" },
  versions: { core: "0.1.0" },
  picks: [{ id: "z", position: 2, score: 0.5 }]
})

const experiments = [
  "name: try\npreset: supclust\nseeds: 3\nbudget: 10\nrounds: 4\nstrategies:\n  - random\n  - name: ours\n    strategy: supclust(temperature=0.5)\n",
  "data:\n  - dataset: digits\n    budget: 10%\n    initial: { balanced: 2 }\n  - pool: p.csv\n    labels: l.csv\n    classes: [a, b]\nlearner:\n  network: mlp\nembedding: pca(64)\nseeds: [0, 1, 2]\ncontrol: random\n"
]

const experiment = (input: Uint8Array, folder: string) => {
  writeFileSync(join(folder, "e.yaml"), input)
  return readExperimentFile(join(folder, "e.yaml"))
}

const question = { ids: ["a", "b"], positions: Uint32Array.of(0, 1), round: 0 } as unknown as Parameters<
  typeof readBatch
>[0]

const batch = (input: Uint8Array) =>
  Effect.try({
    try: () => readBatch(question, textOf(input), { classNames: ["x", "y"] }, "f.csv"),
    catch: (error) => error
  })

const isCount = Schema.decodeUnknownEffect(Count.Amount)

const counts = (input: Uint8Array) => {
  const text = textOf(input)
  if (Condition.read(text) !== undefined) return Effect.succeed(text)
  return Effect.mapError(isCount(text), () => refused)
}

/** See the module. */
export const texts: ReadonlyArray<Target> = [
  {
    name: "strategy text",
    kind: "text",
    examples: strategies,
    read: (input) => Strategy.read(textOf(input), registry)
  },
  { name: "strategy JSON", kind: "json", examples: jsons, read: json },
  { name: "manifest", kind: "json", examples: [manifest], read: (input) => Manifest.read(textOf(input)) },
  { name: "experiment", kind: "text", share: 2, examples: experiments, read: experiment },
  {
    name: "conditions",
    kind: "text",
    share: 5,
    examples: ["labeled < 10*classes", "round < 3", "labeled+2*budget", "10%"],
    read: counts
  },
  {
    name: "encoder",
    kind: "text",
    share: 5,
    examples: ["pca(64)", "simclr(epochs=2)", "model(a/folder)", "onnx(\"a b.onnx\", pooling=cls)", "raw"],
    read: (input) => Named.read(encoders, textOf(input), encoderRegistry)
  },
  { name: "answers", kind: "text", share: 5, examples: ["id,label\na,x\nb,y\n", "label,id\n?,a\n,b\n"], read: batch }
]
