/**
 * A unit to change in what a test is about.
 */
import { network, trainingConfigs } from "@marginalia/models/training"
import type { Unit } from "../src/unit.ts"

/** `random` on the digits, linear on their pixels, ten labels a round for three rounds. */
export const unitOf = (changes: Partial<Unit>): Unit => ({
  data: {
    name: "digits",
    source: { kind: "known", dataset: "digits" },
    subset: null,
    longTail: null,
    holdOut: { fraction: 0.2, seed: 0 },
    embedding: { kind: "raw" }
  },
  learning: {
    on: "embedding",
    network: network({ kind: "linear" }),
    recipe: trainingConfigs.supclustLinear,
    backend: "wasm"
  },
  strategy: { name: "random", text: "random" },
  coldStart: "random",
  oracle: { kind: "known" },
  budget: 10,
  rounds: 3,
  initial: { kind: "none" },
  seed: 0,
  ...changes
})
