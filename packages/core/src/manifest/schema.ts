/**
 * The form of a manifest, versioned.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { excess } from "../text/excess.ts"
import { JsonSchema, OptionsSchema } from "../text/read.ts"
import { UnreadableManifest } from "./problem.ts"

/** The version that is written, and the only one that is read. */
export const VERSION = 1

const Sha256 = Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "64 hexadecimal digits" }))

/** A file: its path relative to the manifest, and the hash of its bytes. `-` is the standard input. */
export const File = Schema.Struct({ path: Schema.String, sha256: Sha256 })

/** The pool's file, and what is needed to read it again. */
export const PoolFile = Schema.Struct({
  ...File.fields,
  format: Schema.String,
  idColumn: Schema.NullOr(Schema.String),
  /** The columns of the vector, where they were named. */
  features: Schema.optionalKey(Schema.Array(Schema.String)),
  /** The column of labels, where it was named; it is no part of the vector. */
  labelColumn: Schema.optionalKey(Schema.String),
  /** Which rows were the pool, by the column that says it. */
  split: Schema.optionalKey(Schema.Literals(["train", "val", "test", "all"])),
  /** Whether the first line was a row. */
  noHeader: Schema.optionalKey(Schema.Boolean),
  /** The file with the ids of the rows, for formats that have no place for them. */
  ids: Schema.optionalKey(File)
})

/** Which items could be chosen, and which had to be: a condition on columns, and files of ids. What is left out was not said. */
export const ScopeFiles = Schema.Struct({
  where: Schema.optionalKey(Schema.String),
  metadata: Schema.optionalKey(File),
  only: Schema.optionalKey(Schema.Array(File)),
  exclude: Schema.optionalKey(Schema.Array(File)),
  include: Schema.optionalKey(Schema.Array(File))
})

/** A labeled item; `null` where its class is not known, or it was declined. */
export const Labeled = Schema.Struct({ id: Schema.String, label: Schema.NullOr(Schema.String) })

/** What computed the picks: results are the same bits only within a kernel variant. */
const Engine = Schema.Struct({
  variant: Schema.Literals(["relaxed-simd", "simd", "typescript"]),
  threads: Schema.Int,
  clusterer: Schema.String,
  neighbors: Schema.String
})

const Pick = Schema.Struct({ id: Schema.String, position: Schema.Natural, score: Schema.Number })

/** See `Manifest`. */
export const Manifest = Schema.Struct({
  manifestVersion: Schema.Literal(VERSION),
  strategy: Schema.String,
  spec: JsonSchema,
  options: OptionsSchema,
  seed: Schema.Int,
  budget: Schema.Int.check(Schema.isGreaterThan(0)),
  clamp: Schema.Boolean,
  round: Schema.Natural,
  /** What is learned from the labels; left out where it was not said, and labels are classes. Sets and numbers are in `classes` as texts. */
  task: Schema.optionalKey(Schema.Literals(["classification", "multi-label", "regression"])),
  classes: Schema.NullOr(Schema.Array(Schema.String)),
  labeled: Schema.Array(Labeled),
  /** Which of the labeled were declined, by id: they count as no labels. */
  declined: Schema.optionalKey(Schema.Array(Schema.String)),
  pool: PoolFile,
  columns: Schema.Record(Schema.String, File),
  /** Which items could be chosen; all, where it is left out. */
  scope: Schema.optionalKey(ScopeFiles),
  /** What labels cost, by a column of the pool or of `columns`, and the most that the batch may cost; left out for no limit. */
  spend: Schema.optionalKey(Schema.Struct({ column: Schema.String, most: Schema.Finite })),
  plugins: Schema.Array(File),
  engine: Engine,
  versions: Schema.Record(Schema.String, Schema.String),
  /** What steps that were not exact have lost, as they measured it; left out where all were. It is told, and not verified. */
  losses: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        step: Schema.String,
        notes: Schema.Record(Schema.String, Schema.Union([Schema.Number, Schema.String, Schema.Boolean]))
      })
    )
  ),
  picks: Schema.Array(Pick)
})

/** The JSON value of a text. */
export const parse = (text: string): Effect.Effect<unknown, UnreadableManifest> =>
  Effect.try({
    try: () => JSON.parse(text) as unknown,
    catch: (cause) => new UnreadableManifest({ reason: { _tag: "Json", cause } })
  })

/** Refuses what does not call itself a manifest of this version. */
export const checkVersion = (json: unknown): Effect.Effect<void, UnreadableManifest> => {
  const version = typeof json === "object" && json !== null && "manifestVersion" in json
    ? json.manifestVersion
    : undefined
  if (version === VERSION) return Effect.void
  return Effect.fail(
    new UnreadableManifest({
      reason: version === undefined
        ? { _tag: "Missing", path: "manifestVersion", expected: VERSION }
        : { _tag: "Version", value: version, expected: VERSION }
    })
  )
}

/** The fields that nest as deep as a strategy does. */
const NESTED = ["spec", "options"] as const

/** Refuses what is nested so deep that decoding it would run out of stack. */
export const checkDepth = (json: unknown): Effect.Effect<void, UnreadableManifest> =>
  Effect.suspend(() => {
    const fields = json as { readonly [field: string]: unknown }
    for (const path of NESTED) {
      const problem = excess(fields[path])
      if (problem === undefined) continue
      return Effect.fail(new UnreadableManifest({ reason: { _tag: "TooLarge", path, problem } }))
    }
    return Effect.void
  })

const standard = SchemaIssue.makeFormatterStandardSchemaV1()

/** The value at a path in a JSON value; undefined where there is none. */
const valueAt = (json: unknown, path: ReadonlyArray<PropertyKey>): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    json
  )

/** What a Schema complains about in `json`. */
export const unreadable = (json: unknown) => ({ issue }: Schema.SchemaError): UnreadableManifest => {
  const [first] = standard(issue).issues
  const keys = (first?.path ?? []).map((key) => typeof key === "object" ? key.key : key)
  const complaint = first?.message ?? "another value was expected"
  return new UnreadableManifest({
    reason: { _tag: "Value", path: keys.map(String).join("."), value: valueAt(json, keys), complaint }
  })
}
