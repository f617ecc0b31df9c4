/**
 * The columns of a round folder, for a strategy that needs some of them. Tested in packages/cli/test/round-folder.test.ts.
 */
import type { MissingColumn } from "@marginalia/core/Errors"
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import * as Strategy from "@marginalia/core/Strategy"
import { type Round, type RoundColumn, roundColumns } from "@marginalia/datasets/files/round-about"
import { columnsOfRound } from "@marginalia/datasets/files/round-folder"
import * as Effect from "effect/Effect"

const isRoundColumn = (name: string): name is RoundColumn => (roundColumns as ReadonlyArray<string>).includes(name)

/**
 * The files of the columns that the strategy needs: those that were named first, then the folder's. What the strategy does not
 * need is not read; a column that was named although the folder has it is said.
 */
export const withRound = Effect.fn("withRound")(function*(
  round: Round,
  named: ReadonlyMap<string, string>,
  strategy: Strategy.Any
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
export const roundHint = ({ about, folder }: Round, { columns }: MissingColumn): Message.Message => {
  const held = roundColumns.filter((column) => about.columns[column] !== undefined)
  const lacking = columns.filter((column) => isRoundColumn(column))
  const holds = `${folder} holds ${held.join(", ")}`
  if (lacking.length === 0) return holds
  const again = Message.setting("columns", { value: [...held, ...lacking] })
  return Message.text`${holds}; predict with ${again}, or give ${Message.setting("column")}`
}
