/**
 * Manifests: everything that a selection follows from, so that it can be recomputed and confirmed.
 *
 * This module knows no files: whoever reads the inputs says which files they were, and with which hashes.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Frame from "./Frame.ts"
import type { UnreadableManifest } from "./manifest/problem.ts"
import * as Form from "./manifest/schema.ts"
import * as Query from "./Query.ts"
import type { Selection } from "./Selection.ts"
import * as Spec from "./Spec.ts"
import * as Trace from "./Trace.ts"

export { compare, type Comparison, type Difference } from "./manifest/compare.ts"
export { type ManifestProblem, UnreadableManifest } from "./manifest/problem.ts"
export { File, Labeled, PoolFile, ScopeFiles, VERSION } from "./manifest/schema.ts"

/**
 * Everything that a selection follows from, as a Schema: inputs by hash, the strategy, seed and budget, and the picks.
 * Its JSON form writes infinite scores as `"Infinity"` and `"-Infinity"`.
 */
export const Manifest = Form.Manifest

/** See the module. */
export type Manifest = typeof Form.Manifest.Type

/** What {@link make} cannot take from the query and the selection. */
export interface Facts {
  /** The query that was answered. */
  readonly query: Query.Any
  /** The answer. */
  readonly selection: Selection
  /** The budget that was asked for: the query's own is already clamped. */
  readonly budget: number
  /** The classes' names, in the order of their numbers. */
  readonly classes?: ReadonlyArray<string> | undefined
  /** The pool's file: path, hash of its bytes, and how it was read. */
  readonly pool: typeof Form.PoolFile.Type
  /** The files of further columns, by the column's name. */
  readonly columns: { readonly [column: string]: typeof Form.File.Type }
  /** Which items could be chosen, by a condition and by files of ids. Default: all that are unlabeled. */
  readonly scope?: typeof Form.ScopeFiles.Type | undefined
  /** What labels cost, by the name of a column, and the most that the batch may cost. Default: no limit. */
  readonly spend?: { readonly column: string; readonly most: number } | undefined
  /** The files of the plugins that were loaded. */
  readonly plugins: ReadonlyArray<typeof Form.File.Type>
  /** What computed the picks: kernel variant, threads, clusterer, search for neighbors. */
  readonly engine: Manifest["engine"]
  /** The versions of the packages, by name. */
  readonly versions: { readonly [name: string]: string }
}

const optionsOf = ({ spec }: Selection): Manifest["options"] => "recipe" in spec ? Spec.toJson(spec.recipe).options : {}

/** The labeled items and those that were declined, in pool order. */
const labeledOf = ({ classes, query }: Facts): Manifest["labeled"] => {
  const label = new Map(Array.from(query.labeled, (position, i) => [position, query.labels[i]!]))
  return Array.from(Frame.concat(query.labeled, query.declined).sort(), (position) => {
    const number = label.get(position) ?? -1
    return { id: Query.idOf(query, position), label: classes?.[number] ?? (number < 0 ? null : String(number)) }
  })
}

const declinedOf = ({ query }: Facts): Pick<Manifest, "declined"> =>
  query.declined.length === 0 ? {} : { declined: Array.from(query.declined, (at) => Query.idOf(query, at)) }

const lossesOf = ({ trace }: Selection): Pick<Manifest, "losses"> => {
  const losses = Trace.losses(trace)
  return losses.length === 0 ? {} : { losses }
}

/** The manifest of a selection, from the `facts` about it: the query, the answer, and which files they came from. */
export const make = (facts: Facts): Manifest => {
  const { classes, columns, engine, plugins, pool, query, scope, selection, spend, versions } = facts
  return {
    manifestVersion: Form.VERSION,
    strategy: selection.strategy,
    spec: selection.spec,
    options: optionsOf(selection),
    seed: query.seed,
    budget: facts.budget,
    clamp: query.clamp,
    round: query.round,
    ...(query.task === undefined ? {} : { task: query.task }),
    classes: classes ?? null,
    labeled: labeledOf(facts),
    ...declinedOf(facts),
    pool,
    columns,
    ...(scope === undefined ? {} : { scope }),
    ...(spend === undefined ? {} : { spend }),
    plugins,
    engine,
    versions,
    ...lossesOf(selection),
    picks: selection.picks.map(({ id, position, score }) => ({ id, position, score }))
  }
}

const codec = Schema.toCodecJson(Form.Manifest)

/** The JSON value of a manifest, ready for `JSON.stringify`. */
export const toJson = (self: Manifest): Schema.Json => Schema.encodeSync(codec)(self)

/** The text of a manifest, as it is written to a file. */
export const print = (self: Manifest): string => `${JSON.stringify(toJson(self), undefined, 2)}\n`

/** A manifest from a JSON value. Fails with {@link UnreadableManifest}. */
export const decode = (json: unknown): Effect.Effect<Manifest, UnreadableManifest> =>
  Effect.andThen(
    Effect.andThen(Form.checkVersion(json), Form.checkDepth(json)),
    Effect.suspend(() => Effect.mapError(Schema.decodeUnknownEffect(codec)(json), Form.unreadable(json)))
  )

/** A manifest from its text. Fails with {@link UnreadableManifest}. */
export const read = (text: string): Effect.Effect<Manifest, UnreadableManifest> =>
  Effect.flatMap(Form.parse(text), decode)
