/**
 * Only some items of a source: the project is about these, and the others are as if they were not there.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import { notes } from "@marginalia/core/Notices"
import type { Items as Batch } from "@marginalia/datasets/items"
import { readScope, type ScopeOptions, whereOf } from "@marginalia/experiments/selection/scope"
import * as Effect from "effect/Effect"
import { cellText } from "./fields.ts"
import type { Opened } from "./opened.ts"

/** Which items a project is about; by default all. */
export type AmongOptions = Pick<ScopeOptions, "only" | "exclude" | "where" | "metadata">

/** The rows at the positions, `width` numbers each. */
const rowsAt = <A extends Float32Array | Uint8Array>(data: A, width: number, positions: Uint32Array): A => {
  const out = new (data.constructor as new(length: number) => A)(positions.length * width)
  positions.forEach((from, to) => out.set(data.subarray(from * width, (from + 1) * width), to * width))
  return out
}

/** The matrix of the rows at the positions. */
export const matrixAt = (matrix: Matrix, positions: Uint32Array | undefined): Matrix =>
  positions === undefined
    ? matrix
    : { ...matrix, rows: positions.length, data: rowsAt(matrix.data, matrix.cols, positions) }

const imagesAt = (images: Batch, positions: Uint32Array): Batch => ({
  ...images,
  rows: positions.length,
  data: rowsAt(images.data, images.shape.reduce((size, n) => size * n, 1), positions)
})

const listAt = <A>(all: ReadonlyArray<A>, positions: Uint32Array): ReadonlyArray<A> =>
  Array.from(positions, (position) => all[position]!)

const isAmong = (opened: Opened, ids: ReadonlyArray<string>): Uint32Array => {
  const wanted = new Set(ids)
  return Uint32Array.from(opened.ids.flatMap((id, position) => wanted.has(id) ? [position] : []))
}

/** The items with these ids, in the source's order; ids that it has not are left out. */
export const amongOf = (opened: Opened, ids: ReadonlyArray<string>): Opened => {
  const positions = isAmong(opened, ids)
  const common = {
    whole: opened.ids,
    ids: listAt(opened.ids, positions),
    labels: opened.labels === undefined ? undefined : listAt(opened.labels, positions)
  }
  switch (opened._tag) {
    case "Files": {
      const { fields, paths } = opened
      const rest = { ...opened, ...common, paths: listAt(paths, positions) }
      return fields === undefined ? rest : { ...rest, fields: { ...fields, rows: listAt(fields.rows, positions) } }
    }
    case "Arrays":
      return { ...opened, ...common, images: imagesAt(opened.images, positions) }
    case "Vectors":
      return { ...opened, ...common, matrix: matrixAt(opened.matrix, positions) }
    case "Table":
      return { ...opened, ...common, rows: listAt(opened.rows, positions), at: positions }
  }
}

/** What a table says of each item, as texts. */
const textsOf = (opened: Opened): ReadonlyMap<string, ReadonlyArray<string>> | undefined => {
  const table = opened._tag === "Table" ? opened : opened._tag === "Files" ? opened.fields : undefined
  return table === undefined
    ? undefined
    : new Map(table.names.map((name, place) => [name, table.rows.map((row) => cellText(row[place]))]))
}

/** The positions of the ids that the files name, each once, in their order; `path` is what messages call their source. */
export const positionsIn = Effect.fn("studio.positionsIn")(
  function*(ids: ReadonlyArray<string>, path: string, files: ReadonlyArray<string>) {
    const { include } = yield* readScope({ include: files }, {
      path,
      ids,
      matrix: { rows: ids.length },
      columnNames: undefined
    }, undefined)
    return Array.from(include)
  }
)

/** Whether anything is said that leaves items out. */
export const isScoped = ({ exclude = [], metadata, only = [], where }: AmongOptions): boolean =>
  only.length > 0 || exclude.length > 0 || where !== undefined || metadata !== undefined

/**
 * The ids of the items that `options` leave, of a source that was read whole: `path` is what messages call it, `idColumn` the one of its ids where one is named. Says how many they are.
 *
 * Fails as `readScope` does: for files that cannot be read, for ids that the source has not, for a condition on columns that are
 * not there, and where no item is left.
 */
export const readAmong = Effect.fn("studio.readAmong")(function*(
  opened: Opened,
  { idColumn, path }: { readonly path: string; readonly idColumn?: string | undefined },
  options: AmongOptions
) {
  const { exclude, metadata, only, where } = options, texts = textsOf(opened)
  const pool = {
    path,
    ids: opened.ids,
    matrix: { rows: opened.ids.length },
    columnNames: texts === undefined ? undefined : [...texts.keys()],
    texts,
    idColumn
  }
  const { candidates, notes: said } = yield* readScope(
    { only, exclude, where, metadata },
    pool,
    yield* whereOf(options)
  )
  yield* notes(said)
  return candidates === undefined ? opened.ids : listAt(opened.ids, candidates)
})
