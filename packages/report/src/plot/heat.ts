/**
 * Strategies by classes as tinted cells: recall, or what was picked.
 */
import * as Plot from "@observablehq/plot"
import { draw } from "./figure.ts"
import { ink } from "./look.ts"

export interface HeatOptions {
  readonly title: string
  readonly width: number
  /** The value that gets the full tint. */
  readonly most: number
  readonly digits: number
}

interface Cell {
  readonly row: string
  readonly column: string
  readonly value: number
}

/** Rows of values by column; a value that is undefined leaves its cell empty. */
export const drawHeat = (
  rows: ReadonlyArray<{ readonly name: string; readonly values: ReadonlyArray<number | undefined> }>,
  columns: ReadonlyArray<string>,
  { digits, most, title, width }: HeatOptions
): string => {
  const cells: ReadonlyArray<Cell> = rows.flatMap(({ name, values }) =>
    values.flatMap((value, c) => value === undefined ? [] : [{ row: name, column: columns[c]!, value }])
  )
  const longest = Math.max(0, ...rows.map(({ name }) => name.length))
  const tall = Math.max(0, ...columns.map((name) => name.length)) > Math.max(2, width / columns.length / 7)
  const marginLeft = Math.min(width / 2.6, 24 + longest * 6.4)
  const written = (width - marginLeft) / columns.length > 10 * (digits + 1)
  return draw({
    title,
    width,
    height: rows.length * 24 + (tall ? 110 : 44),
    marginLeft,
    marginTop: tall ? 92 : 28,
    marginBottom: 10,
    marginRight: 4,
    x: {
      axis: "top",
      label: null,
      domain: columns as Array<string>,
      tickSize: 0,
      ...(tall ? { tickRotate: -60 } : {})
    },
    y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0 },
    marks: [
      Plot.cell(cells, {
        x: "column",
        y: "row",
        fill: ink("c0"),
        fillOpacity: ({ value }: Cell) => 0.04 + 0.6 * Math.min(1, value / most),
        inset: 0.5
      }),
      written
        ? Plot.text(cells, { x: "column", y: "row", text: ({ value }: Cell) => value.toFixed(digits), fontSize: 10 })
        : []
    ],
    opacity: { type: "identity" }
  })
}
