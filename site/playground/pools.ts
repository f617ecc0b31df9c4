/** The pools of the playground: what is drawn of them, and the columns that strategies ask for. */
import type { Matrix } from "@marginalia/core"
import { columnsOf } from "../../scripts/pictures/model.ts"
import { type Plane, planes } from "../../scripts/pictures/pools.ts"
import { type Digits, embeddingOf, mapOf } from "./digits.ts"
import type { Pool } from "./pool.ts"
import type { Rows } from "./protocol.ts"
import { columnsBy } from "./says.ts"

const rowsOf = ({ cols, data }: Matrix.Matrix): Rows => ({ cols, data })

const toy = (plane: Plane): Pool => ({
  shown: {
    name: plane.name,
    points: plane.points,
    truth: plane.truth,
    labeled: plane.labeled,
    rows: rowsOf(columnsOf(plane).embedding)
  },
  classes: plane.classes,
  columns: (needs, labeled) => {
    const all = columnsOf({ ...plane, labeled })
    return Object.fromEntries(Object.entries(all).filter(([name]) => needs.has(name)))
  }
})

const CLASSES = 10

/** A bell that reaches about as far as images of the same digit lie apart. */
const SAYS = { doubt: 0.02, reach: 0.8 }

const digitsPool = (digits: Digits): Pool => {
  const embedding = embeddingOf(digits), { truth } = digits
  return {
    shown: {
      name: "digits",
      points: mapOf(embedding),
      truth,
      labeled: [],
      images: digits.pixels,
      rows: rowsOf(embedding)
    },
    classes: CLASSES,
    columns: columnsBy(embedding, { truth, classes: CLASSES }, SAYS)
  }
}

/** All pools: the digits first. */
export const poolsOf = (digits: Digits): ReadonlyArray<Pool> => [digitsPool(digits), ...planes.map(toy)]
