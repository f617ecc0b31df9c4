/**
 * What is known of a data set before it is loaded: how many classes, items and numbers an item.
 */
import { knownDatasets, longTailCounts, withScratch } from "@marginalia/datasets"
import * as Effect from "effect/Effect"
import { type Part, readWhole } from "../data/source.ts"
import type { Data, Source } from "../unit.ts"

/**
 * What is known of a data set before it is loaded: how many classes, items to choose from (`pool`) and to test on, and
 * the shape of an item.
 */
export interface SourceFacts {
  readonly classes: number
  readonly pool: number
  /** 0 where a part of the pool is to be held out. */
  readonly test: number
  readonly shape: ReadonlyArray<number>
  /** Items of pool and test that were declined, and left out; undefined: none. */
  readonly declined?: number
  /** Those of the columns to group by that the pool has; undefined: none. */
  readonly groups?: ReadonlyArray<string>
}

const digits: SourceFacts = { classes: 10, pool: 1797, test: 0, shape: [8, 8, 1] }

const ofKnown = (name: string): SourceFacts | undefined => {
  if (name === "digits") return digits
  const found = knownDatasets.get(name)
  if (found === undefined) return undefined
  const { classNames, classes = classNames.length, shape, splits: { test, train } } = found
  return { classes, pool: train.rows, test: test.rows, shape }
}

const declinedOf = (...parts: ReadonlyArray<Part | undefined>): number =>
  parts.reduce((sum, part) => sum + (part?.source === undefined ? 0 : part.source.of - part.labels.length), 0)

/**
 * Of a known data set by its description; of files by reading them.
 *
 * Fails with `DatasetError`, `DataError`, `FileProblem` or `InvalidInput` where `source` is not there, or cannot be
 * read; with `UsageProblem` for a scope that cannot be; with `InvalidName` or `InvalidOptions` where nothing has its name.
 */
export const sourceFacts = Effect.fn("sourceFacts")(function*(source: Source) {
  const stated = source.kind === "known" ? ofKnown(source.dataset) : undefined
  if (stated !== undefined) return stated
  const { classNames, pool, test } = yield* readWhole(source)
  return {
    classes: classNames.length,
    pool: pool.labels.length,
    test: test?.labels.length ?? 0,
    shape: pool.items.shape,
    declined: declinedOf(pool, test),
    ...(pool.groups === undefined ? {} : { groups: [...pool.groups.keys()] })
  } satisfies SourceFacts as SourceFacts
}, withScratch)

/** About how many items are left to choose from, and to test on. */
export const sizesOf = ({ holdOut, longTail, subset }: Data, { classes, pool, test }: SourceFacts) => {
  const held = test > 0 ? 0 : Math.round((holdOut?.fraction ?? 0) * pool)
  const drawn = Math.min(subset?.items ?? Infinity, pool - held)
  if (longTail === null) return { pool: drawn, test: test > 0 ? test : held }
  const counts = Effect.runSync(
    longTailCounts({ most: drawn / classes, classes, factor: longTail.factor }).pipe(
      Effect.orElseSucceed(() => Uint32Array.of(drawn))
    )
  )
  return { pool: counts.reduce((sum, count) => sum + count, 0), test: test > 0 ? test : held }
}

/** How many numbers a strategy sees of an item. */
export const widthOf = ({ embedding }: Data, { shape }: SourceFacts): number => {
  if (embedding.kind === "pca") return embedding.dimensions
  if (embedding.kind === "model" || embedding.kind === "encoder") return 512
  return shape.reduce((size, n) => size * n, 1)
}
