/**
 * Groups that the user supplies in a file beside the pool: the patient, site or video of each item.
 */
import type * as Message from "@marginalia/core/Message"
import { counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import { checkHeight, type PoolShape, rowsInPoolOrder } from "./align.ts"
import { cellGroup, cellName, shown } from "./cell.ts"
import { decoding, type InvalidInput, Malformed } from "./errors.ts"
import { type RawFormat, rawRows } from "./raw-rows.ts"
import { placesOf } from "./roles.ts"
import type { Source } from "./source.ts"

/** Groups as they were read. */
export interface Groups {
  /** The group of each item of the pool, empty where it is in none. */
  readonly of: ReadonlyArray<string>
  /** What the user should hear about the reading. */
  readonly notes: ReadonlyArray<Message.Message>
}

/** The column of that name, or the only one beside the ids. Throws {@link Malformed}. */
const placeOf = (names: ReadonlyArray<string>, wanted: string, id: number): number => {
  const others = names.flatMap((_, i) => (i === id ? [] : [i])), named = names.indexOf(wanted)
  if (named >= 0) return named
  if (others.length === 1) return others[0]!
  throw new Malformed(`no column is named ${shown(wanted)}`, "name one so, or keep one column beside the ids", {
    reason: "Unknown",
    value: wanted,
    allowed: others.map((i) => names[i]!)
  })
}

/**
 * The groups that a column `name` of a table (`source`, in `format`) holds, one for each item of the pool: by id where the file
 * has ids, else by position. A table of one column beside the ids may call it as it likes.
 *
 * Fails with `InvalidInput` for another height, missing, repeated or unknown ids, and cells that are neither text nor number.
 */
export const readGroups = Effect.fn("readGroups")(function*(
  name: string,
  source: Source,
  format: RawFormat,
  pool: PoolShape & { readonly idColumn?: string | undefined }
): Effect.fn.Return<Groups, InvalidInput> {
  const { path } = source, { names, rows } = yield* rawRows(source, format)
  return yield* decoding(path, () => {
    const { id } = placesOf(names, new Set(), {
      idColumn: pool.idColumn,
      idOptional: true,
      beside: pool.ids !== undefined,
      names: "values",
      texts: [name]
    })
    const place = placeOf(names, name, id), column = names[place]!
    const texts = rows.map((cells, row) => cellGroup(cells[place], column, { row }))
    if (id < 0) checkHeight(rows.length, pool)
    const ids = rows.map((cells, row) => id < 0 ? "" : cellName(cells[id], names[id]!, { row }))
    const of = id < 0 ? texts : Array.from(rowsInPoolOrder(ids, pool), (row) => texts[row]!)
    return { of, notes: [groupsNote(name, of, `the column ${shown(column)} of ${path}`)] }
  })
})

/** What there is to say of groups that were read `from` somewhere. */
export const groupsNote = (name: string, of: ReadonlyArray<string>, from: string): string => {
  const count = new Set(of.filter((group) => group !== "")).size, none = of.filter((group) => group === "").length
  const rest = none === 0 ? "" : `, and ${counted(none, "item")} in none`
  return `${name}: ${counted(count, "group")}${rest}, by ${from}`
}
