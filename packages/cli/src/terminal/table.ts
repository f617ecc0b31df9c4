/**
 * Tables of text.
 */
import { visible } from "@marginalia/core/Visible"
import { displayWidth } from "effect/cli/CliOutput"

/** A column's heading, and to which side its cells lean. */
export interface Heading {
  readonly title: string
  readonly align?: "left" | "right"
}

const pad = (text: string, width: number, align: Heading["align"]): string => {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)))
  return align === "right" ? space + text : text + space
}

/** The lines of a table: headings, then rows; two spaces between columns, none at the ends of lines. A cell is one line. */
export const table = (
  heads: ReadonlyArray<Heading>,
  cells: ReadonlyArray<ReadonlyArray<string>>
): ReadonlyArray<string> => {
  const headings = heads.map((head) => ({ ...head, title: visible(head.title) }))
  const rows = cells.map((row) => row.map(visible))
  const widths = headings.map(({ title }, i) => Math.max(...[title, ...rows.map((row) => row[i]!)].map(displayWidth)))
  const line = (cells: ReadonlyArray<string>) =>
    cells.map((cell, i) => pad(cell, widths[i]!, headings[i]!.align)).join("  ").trimEnd()
  return [line(headings.map(({ title }) => title)), ...rows.map(line)]
}

/** Text broken into lines of at most `width`, at spaces; a longer word stands alone. */
export const wrap = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const word of text.split(" ")) {
    const last = lines.at(-1)
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= width) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word)
  }
  return lines
}

/** A term with its explanation beside it, wrapped and indented. */
export const entry = (term: string, text: string, indent: number, width = 100): ReadonlyArray<string> => {
  const [first = "", ...rest] = wrap(text, width - indent)
  const head = displayWidth(term) < indent ? [pad(term, indent, "left") + first] : [term, " ".repeat(indent) + first]
  return [...head, ...rest.map((line) => " ".repeat(indent) + line)].map((line) => line.trimEnd())
}
