/**
 * An id names one item: checked by every reader of ids, so that no command can take the last of two for both.
 */
import { shown } from "./cell.ts"
import { Malformed } from "./errors.ts"

/** The row of each id. Throws {@link Malformed} for one that comes twice, with both rows. O(rows). */
export const rowsById = (ids: ReadonlyArray<string>): ReadonlyMap<string, number> => {
  const rows = new Map<string, number>()
  ids.forEach((id, row) => {
    const earlier = rows.get(id)
    if (earlier !== undefined) {
      throw new Malformed(`the id ${shown(id)} stands in rows ${earlier} and ${row}`, "keep one", {
        reason: "Twice",
        row,
        value: id
      })
    }
    rows.set(id, row)
  })
  return rows
}

/** The ids as they are. Throws {@link Malformed} for one that comes twice, with both rows. */
export const uniqueIds = (ids: ReadonlyArray<string>): ReadonlyArray<string> => {
  rowsById(ids)
  return ids
}
