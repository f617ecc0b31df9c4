/**
 * What holds for one data set: its own settings over the file's, over the preset's, over the defaults.
 */
import type { Settings } from "../file/form.ts"
import { experimentFile } from "../file/read.ts"

/** Settings with nothing left open. */
export type Complete = Required<Settings>

/** What an experiment does that says nothing else. */
export const defaults: Complete = {
  ...experimentFile({
    budget: "classes",
    rounds: 10,
    initial: "none",
    embedding: "raw",
    learner: "linear",
    oracle: "known",
    radius: 1,
    stop: "never",
    task: "classification"
  }),
  subset: null,
  longTail: null,
  holdOut: { fraction: 0.2, seed: 0 }
} as Complete

const keys = Object.keys(defaults) as ReadonlyArray<keyof Settings>

const only = (settings: Settings): Settings =>
  Object.fromEntries(keys.flatMap((key) => settings[key] === undefined ? [] : [[key, settings[key]]]))

/** Later ones go before earlier ones. */
export const merged = (...all: ReadonlyArray<Settings>): Complete =>
  Object.assign({}, defaults, ...all.map(only)) as Complete
