/**
 * How the picks of a manifest and those computed now differ, for people.
 */
import type { Manifest } from "@marginalia/core"
import { counted } from "@marginalia/core/Words"
import { table } from "../terminal/table.ts"

/** As many differences as are shown. */
const MOST = 20

/** A line for each rank that differs, and what it comes to. */
export const differenceLines = ({ added, differences, gone, picks }: Manifest.Comparison): ReadonlyArray<string> => {
  const rows = differences.slice(0, MOST).map((
    { expected, found, rank }
  ) => [String(rank), expected ?? "–", found ?? "–"])
  const more = differences.length - rows.length
  const sum = gone.length + added.length === 0
    ? `the same ${counted(picks, "item")}, in another order`
    : `${counted(gone.length, "item")} of ${picks} gone, ${added.length} new`
  return [
    ...table([{ title: "rank", align: "right" }, { title: "manifest" }, { title: "now" }], rows),
    ...(more > 0 ? [`… and ${more} more`] : []),
    sum
  ]
}
