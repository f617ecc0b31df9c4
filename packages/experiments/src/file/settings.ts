/**
 * What may be said for all data sets of an experiment file, or for one. Tested by `read.test.ts`.
 */
import { limits } from "../limits.ts"
import * as Decoders from "./decoders.ts"
import { learner } from "./learner.ts"
import type { Path } from "./mistake.ts"
import { stop } from "./stop.ts"
import { task } from "./task.ts"

/** The keys of such settings. */
export const settingsKeys = "budget rounds initial embedding learner oracle subset longTail holdOut radius stop task"
  .split(
    " "
  )

/** How each is read. */
export const settings = (path: Path, map: { readonly [key: string]: unknown }) => ({
  budget: () => Decoders.budget([...path, "budget"], map["budget"], map["rounds"]),
  rounds: () => Decoders.count([...path, "rounds"], map["rounds"], "rounds", limits.rounds),
  initial: () => Decoders.initial([...path, "initial"], map["initial"]),
  embedding: () => Decoders.embedding([...path, "embedding"], map["embedding"]),
  learner: () => learner([...path, "learner"], map["learner"]),
  oracle: () => Decoders.oracle([...path, "oracle"], map["oracle"]),
  subset: () => Decoders.seeded([...path, "subset"], map["subset"], "subset", "items"),
  longTail: () => Decoders.seeded([...path, "longTail"], map["longTail"], "longTail", "factor"),
  holdOut: () => Decoders.seeded([...path, "holdOut"], map["holdOut"], "holdOut", "fraction"),
  task: () => task([...path, "task"], map["task"]),
  stop: () => stop([...path, "stop"], map["stop"]),
  radius: () => Decoders.above0([...path, "radius"], map["radius"], "radius")
})
