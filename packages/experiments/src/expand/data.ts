/**
 * From the words of a data set to what its units hold.
 */
import { Named } from "@marginalia/core"
import { isPath } from "@marginalia/datasets/known/path"
import { datasets } from "@marginalia/datasets/named"
import { encoders } from "@marginalia/models/encoders"
import { library } from "../engine/library.ts"
import { checkUnlabeled } from "../file/data-word.ts"
import { type EmbeddingWord, named } from "../file/decoders.ts"
import type { DataWord } from "../file/form.ts"
import { ConfigIssue } from "../file/mistake.ts"
import type { Data, Embedding, Limits, OracleSpec, Source } from "../unit.ts"
import type { Entry } from "./entries.ts"
import type { SourceFacts } from "./facts.ts"

/** What items without labels are asked about, tested on and drawn by. */
const checkNoLabels = ({ path, settings, word }: Entry, otherwise: string, test: string): void => {
  const { initial, longTail, oracle: { kind } } = settings, [lack, name] = ["has no labels", word.name]
  if (kind !== "terminal" && kind !== "files" && kind !== "own") {
    throw new ConfigIssue(path, `${name} ${lack}, and the oracle ${kind} looks them up; ${otherwise}`, {
      allowed: ["terminal", "files(FOLDER)"]
    })
  }
  if (word.test === undefined) throw new ConfigIssue(path, `${name} ${lack} to test on; give test: ${test}`)
  if (longTail !== null) throw new ConfigIssue(path, `${name} ${lack} to draw a long tail by; leave longTail: out`)
  if (initial.kind !== "balanced") return
  throw new ConfigIssue(path, `${name} ${lack} to balance by; take initial: random(N), or none`)
}

/** Labels may be missing only where someone is asked for them, and then others are there to test on. */
const checkLabels = (entry: Entry): void => {
  const { path, word } = entry
  checkUnlabeled(path, word)
  if (word.dataset !== undefined) {
    const others = "write oracle: terminal or files(FOLDER), or leave unlabeled: out where its folders are classes"
    if (word.unlabeled === true) checkNoLabels(entry, others, "{ dataset: FOLDER }, with a folder of images a class")
  } else if (word.labels === undefined) {
    checkNoLabels(entry, "give labels: a file of id,label, or oracle: terminal", "{ pool: …, labels: … }")
  }
}

/** Which items may be chosen, and the like, with absolute paths; nothing where nothing is said of that. */
const limitsOf = (word: DataWord, resolve: (path: string) => string): { readonly limits?: Limits } => {
  const { budgetCost, costColumn, exclude, include, metadata, only, where } = word
  const lists = Object.entries({ only, exclude, include }).flatMap(([name, paths]) =>
    paths === undefined ? [] : [[name, paths.map(resolve)] as const]
  )
  const limits: Limits = {
    ...Object.fromEntries(lists),
    ...(where === undefined ? {} : { where }),
    ...(metadata === undefined ? {} : { metadata: resolve(metadata) }),
    ...(costColumn === undefined ? {} : { costColumn }),
    ...(budgetCost === undefined ? {} : { budgetCost })
  }
  return Object.keys(limits).length === 0 ? {} : { limits }
}

/** Where the items of a data set come from. Throws where it is none that is known, or lacks labels. */
export const sourceOf = (entry: Entry, resolve: (path: string) => string): Source => {
  const { path, word } = entry, { test } = word
  checkLabels(entry)
  if (word.dataset === undefined) {
    return {
      kind: "files",
      pool: resolve(word.pool!),
      ...(word.labels === undefined ? {} : { labels: resolve(word.labels) }),
      ...(word.idColumn === undefined ? {} : { idColumn: word.idColumn }),
      ...(word.features === undefined ? {} : { features: word.features }),
      ...(word.labelColumn === undefined ? {} : { labelColumn: word.labelColumn }),
      ...(word.noHeader === undefined ? {} : { noHeader: word.noHeader }),
      ...(word.split === undefined ? {} : { split: word.split }),
      ...(word.labelsByPosition === undefined ? {} : { labelsByPosition: word.labelsByPosition }),
      ...(word.trustPredictions === undefined ? {} : { trustPredictions: word.trustPredictions }),
      ...(word.labelField === undefined ? {} : { labelField: word.labelField }),
      ...(word.skipLabels === undefined ? {} : { skipLabels: word.skipLabels }),
      ...limitsOf(word, resolve),
      ...(entry.settings.task.name === "classification" ? {} : { task: entry.settings.task.name }),
      ...(word.classes === undefined ? {} : { classes: word.classes }),
      ...(test !== undefined && "pool" in test
        ? { test: { pool: resolve(test.pool), labels: resolve(test.labels) } }
        : {})
    }
  }
  const dataset = isPath(word.dataset) ? resolve(word.dataset) : named(path, datasets, word.dataset).value.text
  return {
    kind: "known",
    dataset,
    ...(word.folder === undefined ? {} : { folder: resolve(word.folder) }),
    ...(word.size === undefined ? {} : { size: word.size }),
    ...(word.white === undefined ? {} : { white: word.white }),
    ...(word.unlabeled === true ? { unlabeled: true } : {}),
    ...(test !== undefined && "dataset" in test ? { test: resolve(test.dataset) } : {}),
    ...(word.classes === undefined ? {} : { classes: word.classes })
  }
}

/** With absolute paths; the encoders that there always were in a form of their own, as units of older experiments have it. */
export const embeddingOf = (word: EmbeddingWord, resolve: (path: string) => string): Embedding => {
  if (word.kind === "file") {
    return {
      kind: "file",
      pool: resolve(word.pool),
      ...(word.test === undefined ? {} : { test: resolve(word.test) })
    }
  }
  const { name, options } = Named.readUnsafe(encoders, word.text, library(), { path: resolve }).spec
  if (name === "raw") return { kind: "raw" }
  if (name === "pca") return { kind: "pca", dimensions: options["components"] as number }
  if (name === "model") return { kind: "model", folder: options["folder"] as string }
  const { value } = Named.readUnsafe(encoders, word.text, library(), { path: resolve })
  return { kind: "encoder", text: value.text }
}

/** The data of a unit, with absolute paths. */
export const dataOf = (
  entry: Entry,
  source: Source,
  { test }: SourceFacts,
  resolve: (path: string) => string
): Data => {
  const { embedding, holdOut, longTail, subset } = entry.settings
  return {
    name: entry.word.name!,
    source,
    subset,
    longTail,
    holdOut: test > 0 ? null : holdOut,
    embedding: embeddingOf(embedding, resolve)
  }
}

const spread = (wrong: number, classes: number) =>
  Array.from(
    { length: classes },
    (_, truth) => Array.from({ length: classes }, (_, told) => truth === told ? 1 - wrong : wrong / (classes - 1))
  )

/** Who answers. Throws where an oracle does not know as many classes as there are. */
export const oracleOf = (
  { path, settings: { oracle } }: Entry,
  classes: number,
  resolve: (path: string) => string
): OracleSpec => {
  if (oracle.kind === "own") return oracle
  if (oracle.kind === "files") return { kind: "files", folder: resolve(oracle.folder) }
  const { length } = oracle.kind === "costly" ?
    oracle.cost :
    oracle.kind === "noisy" && typeof oracle.confusion !== "number"
    ? oracle.confusion
    : { length: classes }
  if (length !== classes) {
    throw new ConfigIssue([...path, "oracle"], `the oracle knows ${length} classes, and the data set has ${classes}`)
  }
  if (oracle.kind !== "noisy") return oracle
  const { confusion } = oracle
  return { kind: "noisy", confusion: typeof confusion === "number" ? spread(confusion, classes) : confusion }
}
