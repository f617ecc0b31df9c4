/**
 * A small experiment for tests.
 */
import { digest, readJournal } from "@marginalia/experiments/journal"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"

/** Two strategies on the digits with two seeds, two rounds each. */
export const small = (more = ""): string => `
data: digits
strategies: [random, typiclust]
budget: 10
rounds: 2
seeds: 2
learner: { name: linear, epochs: 20 }
${more}`

/** What the journals of {@link small} say. */
export const resultAt = (out: string) =>
  Effect.forEach(
    ["random", "typiclust"].flatMap((name) => [0, 1].map((seed) => `units/digits/${name}/${seed}.db`)),
    (file) => Effect.map(readJournal(join(out, file)), ({ entries }) => digest(entries))
  )

/** {@link small} as a file, and a folder for its journals. */
export const prepared = Effect.map(
  folder,
  ({ path, put }) => ({ put, out: join(path, "out"), file: put("e.yaml", small()) })
)
