/**
 * The columns of a round folder, for a strategy that needs some of them.
 */
import type { MissingColumn, Strategy as AnyStrategy } from "@marginalia/core"
import { Strategy } from "@marginalia/core"
import { note } from "@marginalia/core/Notices"
import { type Round, type RoundColumn, roundColumns } from "@marginalia/datasets/files/round-about"
import { columnsOfRound } from "@marginalia/datasets/files/round-folder"
import * as Effect from "effect/Effect"

const isRoundColumn = (name: string): name is RoundColumn => (roundColumns as ReadonlyArray<string>).includes(name)

/**
 * The files of the columns that the strategy needs: those that were named on the command line first, then the folder's. What
 * the strategy does not need is not read; a column that was named although the folder has it is said.
 */
export const withRound = Effect.fn("withRound")(function*(
  round: Round,
  named: ReadonlyMap<string, string>,
  strategy: AnyStrategy.Any
) {
  const held = yield* columnsOfRound(round)
  const all = new Map(named)
  for (const [name, path] of named) {
    if (isRoundColumn(name) && held.has(name)) yield* note(`${name} is from ${path}, not from ${round.folder}`)
  }
  for (const name of Strategy.needs(strategy)) {
    const path = isRoundColumn(name) && !all.has(name) ? held.get(name) : undefined
    if (path !== undefined) all.set(name, path)
  }
  return all
})

/** What to do about a column that the folder lacks. */
export const roundHint = ({ about, folder }: Round, { columns }: MissingColumn): string => {
  const held = roundColumns.filter((column) => about.columns[column] !== undefined)
  const lacking = columns.filter((column) => isRoundColumn(column))
  return `${folder} holds ${held.join(", ")}` +
    (lacking.length === 0 ? "" : `; predict with --columns ${[...held, ...lacking].join(",")}, or give --column`)
}
