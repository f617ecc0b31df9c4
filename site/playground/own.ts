/** A pool of one's own, as the command serves it. */
import { type Columns, Matrix } from "@marginalia/core"
import type { ColumnWire, PoolWire } from "../../packages/studio/src/playground/wire.ts"
import type { Pool } from "./pool.ts"
import { columnsBy } from "./says.ts"

/** A label's bell reaches a third of the way that vectors lie from their mean (root mean square); all classes have a little everywhere. */
export const saysOf = ({ cols, data, rows }: Matrix.Matrix) => {
  const means = new Float64Array(cols)
  for (let i = 0; i < data.length; i++) means[i % cols]! += data[i]! / rows
  let squares = 0
  for (let i = 0; i < data.length; i++) squares += (data[i]! - means[i % cols]!) ** 2
  return { doubt: 0.02, reach: Math.sqrt(squares / rows) / 3 || 1 }
}

/** The matrices that a column is, from its bytes. */
export const matricesOf = (
  { cols, offset, parts }: ColumnWire,
  bytes: ArrayBuffer
): ReadonlyArray<Matrix.Matrix> => {
  const all = new Float32Array(bytes), size = all.length / parts
  return Array.from({ length: parts }, (_, i) => {
    const matrix = Matrix.make(all.subarray(i * size, (i + 1) * size), size / cols, cols)
    return offset === undefined ? matrix : { ...matrix, offset: Float64Array.from(offset) }
  })
}

/** The pool that the page plays with; a column that came from a file stands as it is, whatever is labeled. */
export const ownPool = (wire: PoolWire, bytes: ReadonlyMap<string, ArrayBuffer>): Pool => {
  const { classes, classNames, declined, ids, labeled, name, pictured, points, truth, words } = wire
  const all = wire.columns.map((column) => [column.name, matricesOf(column, bytes.get(column.name)!)] as const)
  const given: Partial<Columns> = Object.fromEntries(
    all.map(([column, parts]) => [column, column === "passes" ? parts : parts[0]!])
  )
  const said = columnsBy(given.embedding!, { truth, classes }, saysOf(given.embedding!))
  return {
    shown: {
      name,
      points,
      truth,
      labeled,
      ids,
      classNames,
      words,
      ...(pictured === undefined ? {} : { pictured: new Set(pictured) })
    },
    classes,
    declined,
    columns: (needs, now) => ({
      ...said(needs, now),
      ...Object.fromEntries(Object.entries(given).filter(([column]) => needs.has(column)))
    })
  }
}
