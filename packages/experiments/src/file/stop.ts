/**
 * When the units of an experiment stop: a text, or any or all of several. Tested by `read.test.ts`.
 */
import { InvalidOptions, Named, Registry, Stopping } from "@marginalia/core"
import { library } from "../engine/library.ts"
import type { Finding } from "../unit.ts"
import { ConfigIssue, type Path, shown } from "./mistake.ts"

/** What stands for going on to the last round. */
export const NEVER = "never"

/** The criteria there are, those of plugins among them. */
export const stopRegistry = (more: Registry.Registry = library()): Registry.Registry =>
  Registry.merge(Registry.make(Stopping.all), more)

/**
 * A criterion in its text form, from a text, a list (any of them), `any:` or `all:` of several; `never` for none. Throws a
 * `ConfigIssue` for what `Stopping.read` refuses.
 */
export const stop = (path: Path, value: unknown): string | undefined => {
  if (value === undefined || value === NEVER) return value
  if (typeof value !== "string" && (typeof value !== "object" || value === null)) {
    throw new ConfigIssue(path, `stop is ${shown(value)}; it takes a criterion, or any: or all: of several`, { value })
  }
  try {
    return Stopping.readUnsafe(value as Stopping.Written, stopRegistry()).name
  } catch (error) {
    if (error instanceof Named.InvalidName || error instanceof InvalidOptions) {
      throw new ConfigIssue(path, error.message)
    }
    throw error
  }
}

/** What is to be said of a criterion: one that looks at test items costs their labels, too. */
export const stopFindings = (stop: string): ReadonlyArray<Finding> => {
  if (!stop.includes("target-accuracy")) return []
  const problem =
    "target-accuracy looks at the labels of test items: they count as labels spent, in a budget beside it and in what is told at the end"
  return [{ rule: "stop-looks-at-tests", problem }]
}
