/**
 * The columns by which strategies group items: the table of the data holds them, and all units of the data see the same vectors.
 */
import type { Strategy } from "@marginalia/core"
import { text } from "@marginalia/core/Strategy"
import { isTable } from "@marginalia/datasets"
import { ConfigIssue, type Path as Way } from "../file/mistake.ts"
import { groupsOf } from "../selection/columns.ts"
import type { Source } from "../unit.ts"
import type { Entry } from "./entries.ts"
import type { SourceFacts } from "./facts.ts"

/** Whether a source is a table that can have such columns. */
const hasColumns = (source: Source): boolean => source.kind === "files" || isTable(source.dataset)

/** The columns that strategies group by and that the pool's own table is to hold, each once, sorted. */
export const groupedBy = (strategies: ReadonlyArray<Strategy.Any>): ReadonlyArray<string> =>
  [...new Set(strategies.flatMap((one) => groupsOf(one)))].toSorted()

/** A source that is read with the columns that some strategies group by, beside those that it has; as it is where there are none. */
export const withGroups = (source: Source, strategies: ReadonlyArray<Strategy.Any>): Source => {
  const { groups: before = [] } = source, groups = [...new Set([...before, ...groupedBy(strategies)])].toSorted()
  return groups.length === 0 || !hasColumns(source) ? source : { ...source, groups }
}

/** Refuses a strategy that groups by a column which the data of an `entry` lack; `path` is where it stands. Throws `ConfigIssue`. */
export const checkGroups = (strategy: Strategy.Any, { groups = [] }: SourceFacts, { word }: Entry, path: Way): void => {
  const stranger = groupedBy([strategy]).find((name) => !groups.includes(name))
  if (stranger === undefined) return
  const where = word.pool ?? word.dataset ?? word.name!
  const problem = `${text(strategy)} groups items by the column "${stranger}", which ${where} has not`
  throw new ConfigIssue(path, `${problem}; take data in a table that has it`, { column: stranger })
}
