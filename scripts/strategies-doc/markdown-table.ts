/**
 * Tables in Markdown, padded as the formatter pads them.
 */
import { displayWidth } from "effect/cli/CliOutput"

const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - displayWidth(text)))

const escape = (text: string): string => text.replaceAll("|", "\\|")

/** The lines of a table; bars in cells are escaped. */
export const markdownTable = (
  headings: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>
): ReadonlyArray<string> => {
  const cells = [headings, ...rows].map((row) => row.map(escape))
  const widths = headings.map((_, i) => Math.max(3, ...cells.map((row) => displayWidth(row[i]!))))
  const line = (row: ReadonlyArray<string>) => `| ${row.map((cell, i) => pad(cell, widths[i]!)).join(" | ")} |`
  const [head = [], ...body] = cells
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...body.map(line)]
}
