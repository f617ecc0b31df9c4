/**
 * What a manifest says besides the query and the picks: files, engine, versions.
 */
import { Manifest, type Selection, type Strategy } from "@marginalia/core"
import type { PoolColumns } from "@marginalia/datasets/files/pool"
import type { Plugin } from "@marginalia/experiments/engine/plugin"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { columnsAsked, type SelectFlags } from "../flags.ts"
import { versions } from "../version.ts"
import type { Inputs } from "./read.ts"

/** A selection with all that it was made from. */
export interface Answered {
  readonly question: SelectFlags
  readonly inputs: Inputs
  readonly plugins: ReadonlyArray<Plugin>
  readonly engine: Manifest.Manifest["engine"]
  readonly selection: Selection
  readonly strategy: Strategy.Any
}

const isStdin = (path: string): boolean => path === "-" || path === "stdin"

/** What was said of the pool's columns. */
const columnFacts = (question: SelectFlags) => {
  const { features, idColumn = null, labelColumn, noHeader, split } = columnsAsked(question)
  return {
    idColumn,
    ...(features === undefined ? {} : { features }),
    ...(labelColumn === undefined ? {} : { labelColumn }),
    ...(noHeader === true ? { noHeader } : {}),
    ...(split === undefined ? {} : { split })
  }
}

/** The same, read back from a manifest. */
export const columnsIn = (
  { features, idColumn, labelColumn, noHeader, split }: Manifest.Manifest["pool"]
): PoolColumns => ({
  features,
  idColumn: idColumn ?? undefined,
  labelColumn,
  noHeader,
  split
})

/** The manifest of a selection; its paths are relative to the folder `base`, with forward slashes. */
export const manifestOf = Effect.fn("manifestOf")(function*(answered: Answered, base: string) {
  const paths = yield* Path.Path
  const { engine, inputs, plugins, question, selection } = answered
  const relative = (path: string) =>
    isStdin(path) ? "-" : paths.relative(paths.resolve(base), paths.resolve(path)).replaceAll(paths.sep, "/")
  const file = ({ path, sha256 }: { readonly path: string; readonly sha256: string }) => ({
    path: relative(path),
    sha256
  })
  return Manifest.make({
    query: inputs.query,
    selection,
    budget: question.budget,
    classes: inputs.classes,
    pool: {
      ...file({ path: question.pool, sha256: inputs.pool.sha256 }),
      format: inputs.pool.format,
      ...columnFacts(question),
      ...(inputs.pool.idsFile === undefined ? {} : { ids: file(inputs.pool.idsFile) })
    },
    columns: Object.fromEntries(inputs.columns.map((column) => [column.name, file(column)])),
    plugins: plugins.map(file),
    engine,
    versions
  })
})
