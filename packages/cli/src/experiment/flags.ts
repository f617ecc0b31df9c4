/**
 * The flags that `run` and `fork` share: who works, and how results are written.
 */
import { safeCsv } from "@marginalia/datasets/files/safe-csv"
import { limits } from "@marginalia/experiments/limits"
import * as Flag from "effect/cli/Flag"
import { plugin, quiet } from "../flags.ts"
import { wholeFlag } from "../whole-flag.ts"

const jobs = wholeFlag("jobs", limits.jobs).pipe(
  Flag.withAlias("j"),
  Flag.withMetavar("N"),
  Flag.withDescription("Worker processes (default: the cores, as far as memory goes); results do not depend on it"),
  Flag.optional
)

const format = Flag.Literals("format", ["table", "json", "csv"]).pipe(
  Flag.withAlias("f"),
  Flag.withDescription("How to write the results (default table)"),
  Flag.withDefault("table" as const)
)

/** See the module. */
export const working = { jobs, format, safeCsv, plugin, quiet }
