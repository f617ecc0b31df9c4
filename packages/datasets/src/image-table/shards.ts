/** Files that are one table together, as Hugging Face's data sets come: `train-00000-of-00002.parquet`. */
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { entriesOf } from "../image/walk.ts"
import { type PartName, partNamed } from "../part-names.ts"

/** A file of a table, and the part that its name says. */
export interface Shard {
  readonly path: string
  readonly part: PartName | undefined
}

/** Files of one table. */
export interface Shards {
  readonly files: readonly [Shard, ...ReadonlyArray<Shard>]
  /** Shards that are not there, of those that the names say there are. */
  readonly missing: ReadonlyArray<string>
}

interface Found {
  readonly folder: string
  readonly names: ReadonlyArray<string>
}

const PARQUET = /\.(?:parquet|arrow)$/i
const NUMBERED = /^(.*?)[-_]?(\d+)-of-(\d+)\.(?:parquet|arrow)$/i

const stemOf = (name: string): string => NUMBERED.exec(name)?.[1] ?? name.replace(PARQUET, "")

/** `train-00000-of-00002.parquet`, `photos-test.parquet`: the last word of what comes before the numbers. */
const partOf = (name: string): PartName | undefined => partNamed(stemOf(name).split(/[-_.]/).at(-1) ?? "")

const missingOf = (names: ReadonlyArray<string>): ReadonlyArray<string> => {
  const there = new Set(names)
  return [
    ...new Set(names.flatMap((name) => {
      const [, , number, count] = NUMBERED.exec(name) ?? []
      if (number === undefined || count === undefined || Number(count) > 100_000) return []
      return Array.from(
        { length: Number(count) },
        (_, i) => name.replace(`${number}-of-`, `${String(i).padStart(number.length, "0")}-of-`)
      )
    }))
  ].filter((name) => !there.has(name))
}

const pattern = (text: string): RegExp =>
  new RegExp(`^${text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`, "su")

/** The folder's files where it holds no images and no folders, but for one that is called `data`. */
const filesOf = (folder: string): Effect.Effect<Found, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const paths = yield* Path.Path
    const { folders: [inner, ...more], images, others: names } = yield* entriesOf(folder)
    if (images.length > 0 || more.length > 0) return { folder, names: [] }
    if (inner === undefined) return { folder, names }
    return inner === "data" && !names.some((name) => PARQUET.test(name))
      ? yield* filesOf(paths.join(folder, inner))
      : { folder, names: [] }
  }).pipe(Effect.orElseSucceed(() => ({ folder, names: [] })))

const fitting = Effect.fnUntraced(function*(path: string) {
  const paths = yield* Path.Path, last = paths.basename(path), folder = paths.dirname(path)
  const { others } = yield* Effect.orElseSucceed(entriesOf(folder), () => ({ others: [] }))
  return { folder, names: others.filter((name) => pattern(last).test(name)) } satisfies Found as Found
})

/**
 * The parquet or Arrow files that `path` names: those of a folder which holds such files and neither images nor folders (but `data`,
 * where these then lie), or those that a name with `*` fits, by name; undefined where it names none. The part of each goes by its
 * name where each name has one.
 */
export const shardsAt = Effect.fn("datasets.shardsAt")(function*(path: string) {
  const paths = yield* Path.Path
  const found = yield* paths.basename(path).includes("*") ? fitting(path) : filesOf(path)
  const [first, ...more] = found.names.filter((name) => PARQUET.test(name))
  if (first === undefined) return undefined
  const names = [first, ...more] as const, parts = names.map(partOf), isStated = !parts.includes(undefined)
  const shard = (name: string, i: number): Shard => ({
    path: paths.join(found.folder, name),
    part: isStated ? parts[i] : undefined
  })
  return {
    files: [shard(first, 0), ...more.map((name, i) => shard(name, i + 1))],
    missing: missingOf(names)
  } satisfies Shards as Shards
})
