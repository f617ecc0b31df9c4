/** The manifest of a selection from files: what it was made from, so that it can be confirmed. Tested in packages/cli/test/verify.test.ts. */
import * as Manifest from "@marginalia/core/Manifest"
import type { PoolColumns } from "@marginalia/datasets/files/pool"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import type { SelectedFiles, SelectFilesOptions } from "./select-files.ts"
import { versions as ours } from "./version.ts"

const isStdin = (path: string): boolean => path === "-" || path === "stdin"

/** What was said of the pool's columns. */
const columnFacts = ({ features, idColumn, labelColumn, noHeader, split }: SelectFilesOptions) => ({
  idColumn: idColumn ?? null,
  ...(features === undefined ? {} : { features }),
  ...(labelColumn === undefined ? {} : { labelColumn }),
  ...(noHeader === true ? { noHeader } : {}),
  ...(split === undefined ? {} : { split })
})

/**
 * What was said of the columns of a manifest's pool (`features`, `idColumn`, `labelColumn`, `split`, `noHeader`),
 * read back for the reader of pools.
 */
export const columnsIn = (
  { features, idColumn, labelColumn, noHeader, split }: Manifest.Manifest["pool"]
): PoolColumns => ({
  features,
  idColumn: idColumn ?? undefined,
  labelColumn,
  noHeader,
  split
})

type Named = { readonly path: string; readonly sha256: string }

/** The scope, where anything was said of it; `file` gives a file as the manifest names it. */
const scopeFacts = ({ inputs: { scope: { files } }, options }: SelectedFiles, file: (one: Named) => Named) => {
  const lists = Object.entries({ only: files.only, exclude: files.exclude, include: files.include })
  const facts: NonNullable<Manifest.Manifest["scope"]> = {
    ...(options.where === undefined ? {} : { where: options.where }),
    ...(files.metadata === undefined ? {} : { metadata: file(files.metadata) }),
    ...Object.fromEntries(lists.filter(([, list]) => list.length > 0).map(([name, list]) => [name, list.map(file)]))
  }
  return Object.keys(facts).length === 0 ? {} : { scope: facts }
}

/**
 * The manifest of what was `selected`; its paths are relative to the folder `base`, with forward slashes. `versions` are those at
 * work, by package (default: those of the libraries). `Manifest.print` makes a text of it.
 */
export const manifestOf = Effect.fn("manifestOf")(
  function*(selected: SelectedFiles, base: string, versions: Manifest.Manifest["versions"] = ours) {
    const { engine, inputs, options, selection } = selected
    const paths = yield* Path.Path
    const relative = (path: string) =>
      isStdin(path) ? "-" : paths.relative(paths.resolve(base), paths.resolve(path)).replaceAll(paths.sep, "/")
    const file = ({ path, sha256 }: { readonly path: string; readonly sha256: string }) => ({
      path: relative(path),
      sha256
    })
    return Manifest.make({
      query: inputs.query,
      selection,
      budget: options.budget,
      classes: inputs.classes,
      pool: {
        ...file({ path: options.pool, sha256: inputs.pool.sha256 }),
        format: inputs.pool.format,
        ...columnFacts(options),
        ...(inputs.pool.idsFile === undefined ? {} : { ids: file(inputs.pool.idsFile) })
      },
      columns: Object.fromEntries(inputs.columns.map((column) => [column.name, file(column)])),
      ...scopeFacts(selected, file),
      spend: inputs.spend,
      plugins: (options.plugins ?? []).map(file),
      engine,
      versions
    })
  }
)
