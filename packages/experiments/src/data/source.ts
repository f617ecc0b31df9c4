/**
 * What a source holds: items, their classes, their ids.
 */
import { Named } from "@marginalia/core"
import { notes } from "@marginalia/core/Notices"
import * as Suggest from "@marginalia/core/Suggest"
import { openData } from "@marginalia/datasets"
import { classNumbers, sortedClasses } from "@marginalia/datasets/class-order"
import { columnsLike } from "@marginalia/datasets/column-order"
import type { Part as LoadedPart } from "@marginalia/datasets/dataset"
import { groupsAt, numbered } from "@marginalia/datasets/dataset"
import { decoding, InvalidInput } from "@marginalia/datasets/files/errors"
import { readLabels } from "@marginalia/datasets/files/labels"
import { refuseLabels } from "@marginalia/datasets/files/leak"
import { readPool } from "@marginalia/datasets/files/pool"
import { subset } from "@marginalia/datasets/items"
import { isPath } from "@marginalia/datasets/known/path"
import { datasets } from "@marginalia/datasets/named"
import { type AnyItems, fromMatrix } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { library } from "../engine/library.ts"
import { answersIn } from "../selection/answers.ts"
import type { Source } from "../unit.ts"
import { lookingAt, readLimits } from "./limits.ts"
import { unlabeledFolder } from "./unlabeled.ts"
import type { Part, Whole } from "./whole.ts"

export type { Part, Whole } from "./whole.ts"

type Known = Extract<Source, { readonly kind: "known" }>
type Files = Extract<Source, { readonly kind: "files" }>

/** What is said of items without labels where all are to be known. */
const lacksLabels = (name: string) =>
  new InvalidInput({
    path: name,
    problem: "it has no labels",
    hint: "an experiment looks labels up",
    reason: "Missing",
    expected: "labels"
  })

const partOf = Effect.fnUntraced(function*({ groups, ids, items, labels }: LoadedPart<AnyItems>, name: string) {
  return { groups, ids, items, labels: labels ?? (yield* lacksLabels(name)) } satisfies Part as Part
})

const knownWhole = Effect.fnUntraced(function*(source: Known) {
  const { dataset, folder, groups, size, white } = source
  const options = {
    ...(folder === undefined ? {} : { folder }),
    ...(size === undefined ? {} : { size: [size, size] as const }),
    ...(white === undefined ? {} : { white })
  }
  if (source.unlabeled === true) return yield* unlabeledFolder(source, options)
  if (isPath(dataset)) {
    const { classNames, test, train } = yield* openData(dataset, { ...options, groups })
    return { pool: train, test, classNames } satisfies Whole as Whole
  }
  const { load, open = load } = (yield* Named.read(datasets, dataset, library())).value
  const { classNames, test, train } = yield* open(options)
  return {
    pool: yield* partOf(train, dataset),
    test: test === undefined ? undefined : yield* partOf(test, dataset),
    classNames
  } satisfies Whole as Whole
})

/** A pool's file and the labels' file, without the classes' numbers yet. */
interface Read {
  readonly items: AnyItems
  readonly ids: ReadonlyArray<string>
  readonly labels: ReadonlyMap<string, string>
  readonly path: string
  readonly columnNames: ReadonlyArray<string> | undefined
  readonly source: Part["source"]
  readonly groups: Part["groups"]
  readonly limits: Whole["limits"]
}

/** The items that nobody declined: the others are neither asked about nor learned from, nor tested on. */
const withoutDeclined = (
  items: AnyItems,
  ids: ReadonlyArray<string>,
  groups: Part["groups"],
  declined: ReadonlyArray<string>
) => {
  const out = new Set(declined)
  const at = Uint32Array.from(ids.keys()).filter((row) => !out.has(ids[row]!))
  if (at.length === ids.length) return { items, ids, groups, source: undefined }
  return {
    items: subset(items, at),
    ids: Array.from(at, (row) => ids[row]!),
    groups: groups && groupsAt(groups, at),
    source: { at, of: ids.length }
  }
}

const readPart = Effect.fnUntraced(function*(
  {
    features,
    groups: asked,
    idColumn,
    labelColumn,
    labelField,
    labelsByPosition: byPosition,
    noHeader,
    skipLabels: skip,
    split,
    ...more
  }: Files,
  pool: string,
  labels: string | undefined,
  learned?: ReadonlyArray<string>
) {
  const limits = pool === more.pool ? more.limits : undefined
  const looking = limits === undefined ? undefined : yield* lookingAt(limits)
  const file = yield* readPool(pool, {
    features,
    ...(looking === undefined ? {} : { texts: looking.texts, aside: looking.aside }),
    groups: looking === undefined
      ? asked
      : [...asked ?? [], ...looking.priced.filter((name) => asked?.includes(name) !== true)],
    idColumn,
    labelColumn,
    // The test items have a file of their own.
    ...(pool === more.pool ? { split } : {}),
    ...(noHeader === undefined ? {} : { noHeader })
  })
  const { ids, notes: said } = file
  const groups = file.groups && new Map([...file.groups].filter(([name]) => asked?.includes(name)))
  yield* notes(said)
  const matrix = yield* columnsLike(file, learned), columnNames = learned ?? file.columnNames
  const limited = limits === undefined || looking === undefined
    ? undefined
    : yield* readLimits(limits, looking, file, { ids: ids ?? numbered(matrix.rows), idColumn })
  // A file of labels may be of more items than these: of the pool and of the test items, perhaps.
  const of = {
    pool: { path: pool, ids, rows: matrix.rows },
    strangers: "leave out",
    labelField,
    skip,
    byPosition,
    trustPredictions: more.trustPredictions
  } as const
  const read = labels === undefined ? undefined : yield* readLabels(labels, of)
  const given = read === undefined ? undefined : yield* answersIn(more.task, read)
  yield* notes(given?.notes ?? [])
  const names = new Map(given?.ids.map((id, i) => [id, given.labels[i]!] as const))
  const kept = withoutDeclined(fromMatrix(matrix), ids ?? numbered(matrix.rows), groups, given?.declined ?? [])
  const missing = labels === undefined ? undefined : kept.ids.find((id) => !names.has(id))
  if (missing !== undefined) {
    const problem = `the item ${missing} of ${pool} has no label here`
    return yield* new InvalidInput({
      path: labels!,
      problem,
      hint: "an experiment looks labels up, so give them all",
      reason: "Missing",
      expected: "a label",
      value: missing
    })
  }
  if (kept.ids.length === 0) {
    const problem = `all ${matrix.rows} items of ${pool} were declined`
    return yield* new InvalidInput({
      path: labels!,
      problem,
      hint: "an experiment needs labels; give some",
      reason: "Empty"
    })
  }
  if (features === undefined && given !== undefined) {
    const rowOf = new Map((ids ?? numbered(matrix.rows)).map((id, row) => [id, row]))
    const known = given.ids.flatMap((id, i) => rowOf.has(id) ? [[rowOf.get(id)!, given.labels[i]!] as const] : [])
    const rows = {
      at: known.map(([row]) => row),
      labels: known.map(([, label]) => label),
      numbers: more.task === "regression"
    }
    yield* notes(yield* decoding(pool, () => refuseLabels(matrix, columnNames, rows)))
  }
  return { ...kept, limits: limited, labels: names, path: labels ?? pool, columnNames } satisfies Read as Read
})

const classed = Effect.fnUntraced(
  function*({ groups, ids, items, labels, path, source }: Read, classNames: ReadonlyArray<string>) {
    const found = classNumbers(classNames, ids.map((id) => labels.get(id)))
    const at = found.findIndex((number, i) => number < 0 && labels.has(ids[i]!))
    if (at < 0) return { items, ids, labels: found, groups, source } satisfies Part as Part
    const problem = `item ${ids[at]} has the label "${labels.get(ids[at]!)}", which is no class`
    const hint = `the classes are ${classNames.join(", ")}`
    return yield* new InvalidInput({
      path,
      problem,
      hint,
      ...Suggest.fault(labels.get(ids[at]!)!, classNames),
      reason: "Unknown"
    })
  }
)

const filesWhole = Effect.fnUntraced(function*(source: Files) {
  const pool = yield* readPart(source, source.pool, source.labels)
  const test = source.test === undefined
    ? undefined
    : yield* readPart(source, source.test.pool, source.test.labels, pool.columnNames)
  const classNames = source.classes ?? sortedClasses([...pool.labels.values(), ...(test?.labels.values() ?? [])])
  return {
    pool: yield* classed(pool, classNames),
    test: test === undefined ? undefined : yield* classed(test, classNames),
    classNames,
    limits: pool.limits,
    columnNames: pool.columnNames
  } satisfies Whole as Whole
})

/**
 * See the module. Images that are too large for memory lie in a file until the scope closes. Fails as data sets and files do:
 * missing, damaged, or labels that do not fit.
 */
export const readWhole = Effect.fn("readWhole")(function*(source: Source) {
  return source.kind === "known" ? yield* knownWhole(source) : yield* filesWhole(source)
})
