/**
 * New items as an exported model takes them.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import type { Opened } from "../items/opened.ts"
import { type ItemSource, openSource } from "../items/source.ts"
import { type Embedding, embedNew } from "../learner/embed/new-items.ts"
import { type About, FILES } from "./about.ts"

/** New items, embedded. */
export interface NewItems extends Embedding {
  readonly ids: ReadonlyArray<string>
  readonly name: string
}

/** The rows of a table with the columns that the model was made from. */
const withColumns = (opened: Opened, { columns, how }: About["labeling"], path: string) => {
  if (opened._tag !== "Table" || columns === undefined || how !== "words") return Effect.succeed(opened)
  const places = columns.map((name) => opened.names.indexOf(name)), missing = columns[places.indexOf(-1)]
  if (missing === undefined) return Effect.succeed({ ...opened, fields: places })
  const problem = `there is no column "${missing}", which the model was made from`
  return Effect.fail(
    new InvalidInput({
      path,
      problem,
      hint: "give it a table like the one that was labeled",
      reason: "Missing",
      column: missing,
      expected: missing,
      allowed: opened.names
    })
  )
}

/** The true numbers less what was taken off those of the pool. */
const shifted = ({ cols, data, offset: own, rows }: Matrix, offset: ReadonlyArray<number> | undefined): Matrix => {
  if (own === undefined && offset === undefined) return { data, rows, cols }
  const by = Float64Array.from({ length: cols }, (_, j) => (own?.[j] ?? 0) - (offset?.[j] ?? 0))
  return { data: data.map((x, i) => x + by[i % cols]!), rows, cols }
}

/**
 * Reads items that were not labeled, and embeds them as those of the project were by which the model in `folder` was made,
 * whose `about` it is. Fails as `openSource` and `embedNew` do.
 */
export const readNewItems = Effect.fn("studio.readNewItems")(
  function*(folder: string, { embedding, labeling, seed }: About, asked: ItemSource) {
    const paths = yield* Path.Path
    const source: ItemSource = {
      ...asked,
      textColumn: labeling.textColumn,
      white: asked.white ?? labeling.white,
      shape: asked.shape ?? labeling.shape
    }
    const opened = yield* withColumns(yield* openSource(source), labeling, source.path)
    const { bad, matrix } = yield* embedNew(opened, { how: labeling.how, ...embedding }, {
      source: { ...source, encoder: "auto" },
      seed,
      columns: labeling.how === "words" ? undefined : labeling.columns,
      encoderFolder: paths.join(folder, FILES.encoder)
    })
    const { ids, name } = opened
    return { ids, name, bad, matrix: shifted(matrix, labeling.offset) } satisfies NewItems as NewItems
  }
)
