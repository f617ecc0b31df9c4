/**
 * Does labeling with a person come to what `marginalia run` comes to? Somebody who is always right answers in the order of the
 * session and the learner, without a server between; at equal numbers of training labels the mean accuracy over seeds is to be
 * within 2 points of the round loop's, with the same strategy, on the same embedding and the same held-out items.
 *
 *     node packages/studio/test/fidelity.ts [data set] [strategy] [seeds] [labels] [every]
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Statistics from "@marginalia/core/Statistics"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openSource } from "../src/items/source.ts"
import { embedItems } from "../src/learner/embed/embed.ts"
import { label, type Point } from "./labeling.ts"
import { run } from "./round-loop.ts"

const [path = "digits", strategy = "typiclust-then-margin", seeds = "5", most = "200", every = "10"] = process.argv
  .slice(2)

/** The accuracy at so many labels, straight between the points. */
const at = (points: ReadonlyArray<Point>, labels: number): number => {
  const next = points.findIndex((point) => point.labels >= labels), before = points[next - 1], after = points[next]
  if (after === undefined) return points.at(-1)?.accuracy ?? Number.NaN
  if (before === undefined || after.labels === labels) return after.accuracy
  const share = (labels - before.labels) / (after.labels - before.labels)
  return before.accuracy + share * (after.accuracy - before.accuracy)
}

const one = Effect.fnUntraced(function*(seed: number, folder: string) {
  const labeling = { path, strategy, seed, folder, every: Number(every), most: Number(most) }
  const { points, session, truth } = yield* Effect.scoped(label(labeling))
  const source = { path, encoder: "auto" }
  const { matrix } = yield* embedItems(yield* openSource(source), { source, folder, seed })
  const rounds = Math.ceil(Number(most) / Number(every))
  const looped = yield* run({
    matrix,
    truth,
    heldOut: session.heldOut.order,
    strategy,
    seed,
    budget: Number(every),
    rounds
  })
  return { person: points, loop: looped }
})

const percent = (value: number): string => (100 * value).toFixed(2)

const program = Effect.gen(function*() {
  const folder = mkdtempSync(join(tmpdir(), "marginalia-fidelity-"))
  yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true, force: true })))
  const runs = yield* Effect.forEach(
    Array.from({ length: Number(seeds) }, (_, i) => i + 1),
    (seed) => one(seed, folder)
  )
  const marks = [20, 30, 50, 75, 100, 150, 200, 300, 500, 1000].filter((labels) => labels <= Number(most))
  let worst = 0
  console.log(`${path}, ${strategy}, ${seeds} seeds, a lesson every ${every} labels`)
  for (const labels of marks) {
    const person = runs.map((found) => at(found.person, labels)), loop = runs.map((found) => at(found.loop, labels))
    const difference = Statistics.mean(person) - Statistics.mean(loop)
    worst = Math.min(worst, difference)
    console.log(
      `${labels}: person ${percent(Statistics.mean(person))}, run ${percent(Statistics.mean(loop))}, ${
        percent(difference)
      }`
    )
  }
  console.log(worst >= -0.02 ? "never more than 2 points behind" : `behind by ${percent(-worst)} points`)
  process.exitCode = worst >= -0.02 ? 0 : 1
})

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
