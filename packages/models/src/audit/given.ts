/**
 * The labels that are audited: of a file, of several annotators, or those that the items came with. Tested in
 * packages/cli/test/audit.test.ts.
 */
import { majority } from "@marginalia/core/Audit"
import { sortedClasses } from "@marginalia/datasets/class-order"
import { readLabels } from "@marginalia/datasets/files/labels"
import { type Opinions, readOpinions } from "@marginalia/datasets/labels/opinions-read"
import type { FoundItems } from "@marginalia/datasets/read-items"
import * as Effect from "effect/Effect"
import {
  type Learnable,
  learnableOf,
  type LearnableOptions,
  matchingOf,
  type NamedLabels,
  type NumberingOptions,
  readLearnable
} from "../train/learnable.ts"

/** Which labels are audited. */
export interface GivenOptions extends LearnableOptions {
  /** A file of what several annotators said, see `readOpinions`. Default: nobody knows who gave a label. */
  readonly annotators?: string | undefined
}

/** The labels that are audited. */
export interface Given {
  /** The labeled items, and the names of their classes. */
  readonly learnable: Learnable
  /** By annotator, by position: the class, −1 for none; empty where it is not known who gave a label. */
  readonly annotators: ReadonlyArray<{ readonly name: string; readonly labels: Int32Array }>
}

/** The opinions as lists an annotator, over classes by number. */
const listsOf = ({ annotators, given }: Opinions, classNames: ReadonlyArray<string>, size: number) => {
  const number = new Map(classNames.map((name, i) => [name, i]))
  const lists = annotators.map((name) => ({ name, labels: new Int32Array(size).fill(-1) }))
  for (const { annotator, label, position } of given) {
    lists[annotator]!.labels[position] = number.get(label) ?? -1
  }
  return lists
}

/** What most annotators say, by name. */
const majorityOf = (opinions: Opinions, ids: ReadonlyArray<string>): NamedLabels => {
  const names = sortedClasses(opinions.given.map(({ label }) => label))
  const lists = listsOf(opinions, names, ids.length).map(({ labels }) => labels)
  const found = majority({ labels: lists, classes: Math.max(1, names.length) })
  const at = Array.from(found.keys()).filter((position) => found[position]! >= 0)
  return { ids: at.map((i) => ids[i]!), labels: at.map((i) => names[found[i]!]!), notes: [] }
}

/** The labels that the items came with, by name. */
const ownOf = ({ classNames, data }: Learnable, ids: ReadonlyArray<string>): NamedLabels => ({
  ids: Array.from(data.at, (position) => ids[position]!),
  labels: Array.from(data.labels, (label) => classNames[label]!),
  notes: []
})

const opinionsIn = (found: FoundItems, path: string, { labelField, skip }: GivenOptions) =>
  readOpinions(path, { ...matchingOf(found), labelField, skip })

/** Labels that somebody stated in a file, or that most annotators gave. */
const named = Effect.fnUntraced(function*(found: FoundItems, options: GivenOptions, opinions: Opinions | undefined) {
  const { annotators: _, classes: __, labels, ...how } = options
  if (labels !== undefined) return yield* readLabels(labels, { ...how, ...matchingOf(found) })
  if (opinions !== undefined) return majorityOf(opinions, found.ids)
  return ownOf(yield* readLearnable(found, options), found.ids)
})

/** All classes that anybody gave, so that they are numbered together. */
const together = (labels: NamedLabels, opinions: Opinions | undefined): NamedLabels => ({
  ...labels,
  labels: [...labels.labels, ...(opinions?.given.map(({ label }) => label) ?? [])]
})

/**
 * The labels of the items that were `found`: those of the file `labels`, else what most `annotators` say, else those that the
 * items came with; numbered by the classes that are given or stated (`facts`), else the data set's, else all that anybody gave.
 *
 * The `options` name the files. Fails with `UsageProblem`, `InvalidInput` and `FileProblem` as `readLearnable` and `readOpinions` do.
 */
export const readGiven = Effect.fn("readGiven")(
  function*(found: FoundItems, options: GivenOptions, facts: NumberingOptions["facts"]) {
    const { annotators, classes } = options
    const opinions = annotators === undefined ? undefined : yield* opinionsIn(found, annotators, options)
    const own = yield* named(found, options, opinions), path = options.labels ?? annotators ?? found.name
    if (opinions === undefined) {
      return {
        learnable: yield* learnableOf(found, path, own, { classes, facts }),
        annotators: []
      } satisfies Given as Given
    }
    const all = yield* learnableOf(found, path, { ...together(own, opinions), ids: [] }, { classes, facts })
    const number = new Map(all.classNames.map((name, i) => [name, i]))
    const positions = new Map(found.ids.map((id, position) => [id, position]))
    const data = {
      ...all.data,
      at: Uint32Array.from(own.ids, (id) => positions.get(id)!),
      labels: Int32Array.from(own.labels, (name) => number.get(name)!)
    }
    const learnable = { ...all, data }
    return { learnable, annotators: listsOf(opinions, all.classNames, found.ids.length) } satisfies Given as Given
  }
)
