/**
 * A comparison as tables to read: plain text for a terminal, Markdown for a page.
 */
import type { Comparison } from "./compare.ts"
import { sections } from "./sections.ts"

const padded = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)))
  return rows.map((row) =>
    row.map((cell, c) => c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)).join("  ").trimEnd()
  )
}

/** A comparison as plain text, columns aligned, for a terminal. Ends without a line break. */
export const text = (comparison: Comparison): string =>
  sections(comparison)
    .map(({ head, heading, notes, rows }) => [heading, "", ...padded([head, ...rows]), "", ...notes].join("\n"))
    .join("\n\n\n")

/** Names may hold what Markdown reads as marks: `normalize | top(2*budget)`. */
const escaped = (name: string): string => name.replace(/[\\`*_|<>[\]]/g, "\\$&").replace(/\s+/g, " ")

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

/** A comparison as Markdown: a heading, a table and a list of notes for each section. Ends without a line break. */
export const markdown = (comparison: Comparison): string =>
  sections(comparison)
    .map(({ head, heading, notes, rows }) =>
      [
        `### ${escaped(heading)}`,
        "",
        line(head.map(escaped)),
        line(head.map((_, c) => c === 0 ? "---" : "---:")),
        ...rows.map(([name, ...cells]) => line([escaped(name!), ...cells])),
        "",
        ...notes.map((note) => `- ${escaped(note)}`)
      ].join("\n")
    )
    .join("\n\n")
