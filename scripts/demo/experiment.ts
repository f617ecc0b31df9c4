/**
 * The first run's experiment, as anyone would start it: `marginalia run`, then `marginalia report`.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import type { Matrix } from "@marginalia/core"
import { readJournal } from "@marginalia/experiments/journal"
import { applyPca, fitPca } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { loadData } from "../../packages/experiments/src/data/load.ts"
import type { Experiment, Unit } from "../../packages/experiments/src/unit.ts"
import type { Mark } from "./chart.ts"
import type { Results } from "./summary.ts"

const root = join(import.meta.dirname, "..", "..")
const folder = join(root, "runs", "first-run")

/** Where the page lies that is made of it. */
export const page = join(root, "runs", "first-run-report", "index.html")

/** Runs the command; its notes and progress go where ours go. Gives its output, and throws when it fails. */
const marginalia = (...args: ReadonlyArray<string>): Promise<string> =>
  new Promise((resolve, reject) => {
    const bin = join(root, "packages", "cli", "bin", "marginalia.mjs")
    const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "inherit"], cwd: root })
    let output = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => output += text)
    child.on("error", reject)
    child.on("exit", (code) => {
      if (code === 0) resolve(output)
      else reject(new Error(`marginalia ${args[0]} ended with ${code}`))
    })
  })

/** Runs the experiment anew, and writes its report. */
export const run = async (): Promise<Results> => {
  await rm(folder, { recursive: true, force: true })
  await rm(join(page, ".."), { recursive: true, force: true })
  const file = join(import.meta.dirname, "experiment.yaml")
  const results = JSON.parse(await marginalia("run", file, "--out", folder, "--format", "json")) as Results
  await marginalia("report", folder, "--out", join(page, ".."))
  return results
}

/** The pool in the plane, and what was picked in it. */
export interface Picked {
  readonly places: Float32Array
  /** How many items the classifier was tested on. */
  readonly tested: number
  /** By strategy, with the first seed: each pick by the name of its class. */
  readonly marks: ReadonlyMap<string, ReadonlyArray<Mark>>
}

const plane = (embedding: Matrix.Matrix) =>
  Effect.flatMap(fitPca(embedding, { components: 2 }), (pca) => applyPca(pca, embedding))

const marksOf = Effect.fnUntraced(function*(file: string) {
  const { entries } = yield* readJournal(join(folder, file))
  return entries.flatMap(({ event }) =>
    event._tag === "Round" ? event.positions.map((at, i): Mark => ({ at, letter: String(event.labels[i]) })) : []
  )
})

/** What the first seed of each strategy picked. */
export const picked = async (): Promise<Picked> => {
  const experiment = JSON.parse(await readFile(join(folder, "experiment.json"), "utf8")) as typeof Experiment.Encoded
  const first = experiment.units.filter(({ unit }) => unit.seed === 0)
  const program = Effect.gen(function*() {
    const { embedding, test } = yield* loadData((first[0]!.unit as Unit).data)
    const { data } = yield* plane(embedding)
    const marks = new Map<string, ReadonlyArray<Mark>>()
    for (const { file, unit } of first) marks.set(unit.strategy.name, yield* marksOf(file))
    return { places: data, marks, tested: test.labels.length }
  })
  return Effect.runPromise(Effect.provide(program, NodeServices.layer))
}
