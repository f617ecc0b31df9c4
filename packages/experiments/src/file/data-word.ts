/**
 * A data set of an experiment file. Tested by `read.test.ts`.
 */
import { isPath } from "@marginalia/datasets/known/path"
import { isTable } from "@marginalia/datasets/table/rows"
import { limits } from "../limits.ts"
import * as Decoders from "./decoders.ts"
import type { DataWord } from "./form.ts"
import { checkKeys, ConfigIssue, every, mapOf, type Path, record, shown } from "./mistake.ts"
import { settings, settingsKeys } from "./settings.ts"
import { text, texts } from "./texts.ts"

/** What says nothing of a pool, and of a known data set. */
const ofKnown = ["folder", "size", "white", "unlabeled"]
/** What a folder without labels needs as a pool does. */
const ofUnlabeled = ["classes", "test"]
const ofTables = ["labels", "idColumn", "features", "labelColumn", "noHeader", "split", "classes", "test"]
const ofScope = ["only", "exclude", "include", "where", "metadata", "costColumn", "budgetCost"]
const ofFiles = [...ofTables, ...ofScope, "labelField", "labelsByPosition", "skipLabels", "trustPredictions"]

const splitNames = ["train", "val", "test", "all"] as const

const dataKeys = ["name", "framework", "dataset", ...ofKnown, "pool", ...ofFiles, ...settingsKeys]

/** The test items: of a pool a file and its labels, of a folder without labels a folder with a folder a class. */
const testItems = (path: Path, value: unknown, pool: unknown) => {
  if (value === undefined) return undefined
  return pool === undefined ? testFolder(path, value) : testPair(path, value)
}

const testFolder = (path: Path, value: unknown) => {
  const { dataset } = record(path, value, "test", ["dataset"])
  if (dataset === undefined) throw new ConfigIssue(path, "test takes dataset: a folder with a folder of images a class")
  const folder = text([...path, "dataset"], dataset, "dataset")!
  if (isFolder(folder)) return { dataset: folder }
  throw new ConfigIssue([...path, "dataset"], `${folder} is no folder; write it with a slash, such as ./test`)
}

const testPair = (path: Path, value: unknown) => {
  const { labels, pool } = record(path, value, "test", ["pool", "labels"])
  if (pool !== undefined && labels !== undefined) {
    return { pool: text([...path, "pool"], pool, "pool"), labels: text([...path, "labels"], labels, "labels") }
  }
  throw new ConfigIssue(path, "test takes both pool: and labels:")
}

/** Refuses keys that would be passed over. */
const checkOthers = (path: Path, map: { readonly [key: string]: unknown }): undefined => {
  const known = map["dataset"] !== undefined, unlabeled = map["unlabeled"] === true
  const keys = known ? ofFiles.filter((key) => !(unlabeled && ofUnlabeled.includes(key))) : ofKnown
  const wrong = keys.find((key) => map[key] !== undefined)
  if (wrong === undefined) return
  const [said, of] = known ? ["dataset:", "pool:"] : ["pool:", "dataset:"]
  const also = ofUnlabeled.includes(wrong) ? ", or for a folder that is unlabeled: true" : ""
  throw new ConfigIssue(
    [...path, wrong],
    `${wrong}: says nothing of a data set with ${said}; it is for one with ${of}${also}`
  )
}

const isFolder = (dataset: string): boolean => isPath(dataset) && !isTable(dataset)

const otherwise = (dataset: string | undefined): string => {
  if (dataset === undefined) return "a pool has none where labels: is left out"
  return isPath(dataset)
    ? "a table without labels is a pool: write pool: in place of dataset:"
    : `write a folder with a slash, such as ./photos; a data set with a name, such as ${dataset}, has its labels`
}

/** Only images have places that might be taken for classes: known data sets have their labels, and tables say theirs. */
export const checkUnlabeled = (
  path: Path,
  { dataset, unlabeled }: Pick<DataWord, "dataset" | "unlabeled">
): undefined => {
  if (unlabeled !== true || (dataset !== undefined && isFolder(dataset))) return
  throw new ConfigIssue([...path, "unlabeled"], `unlabeled is of folders of images; ${otherwise(dataset)}`, {
    value: true
  })
}

/** Two classes of one name would be two numbers, of which labels have one. */
const classNames = (path: Path, value: unknown): ReadonlyArray<string> | undefined => {
  const names = texts(path, value, "a class")
  const twice = names?.findIndex((name, i) => names.indexOf(name) < i) ?? -1
  if (twice < 0) return names
  throw new ConfigIssue([...path, twice], `the class ${shown(names![twice])} is named twice`, { value: names![twice] })
}

/** A data set of an experiment file, in its long form. Throws what is wrong. */
export const dataWord = (path: Path, value: unknown): DataWord => {
  if (typeof value === "string") return { dataset: value }
  const map = mapOf(path, value, "a data set", dataKeys)
  if ((map["dataset"] === undefined) === (map["pool"] === undefined)) {
    throw new ConfigIssue(path, "a data set takes either dataset: (a known name) or pool: (a file), and not both")
  }
  return every({
    keys: () => checkKeys(path, map, "a data set", dataKeys),
    others: () => checkOthers(path, map),
    ...settings(path, map),
    name: () => text([...path, "name"], map["name"], "name"),
    framework: () => text([...path, "framework"], map["framework"], "framework"),
    dataset: () => text([...path, "dataset"], map["dataset"], "dataset"),
    folder: () => text([...path, "folder"], map["folder"], "folder"),
    size: () => Decoders.count([...path, "size"], map["size"], "size", limits.pixels),
    white: () => Decoders.above0([...path, "white"], map["white"], "white"),
    unlabeled: () => {
      const unlabeled = Decoders.truth([...path, "unlabeled"], map["unlabeled"], "unlabeled")
      const { dataset } = map
      if (typeof dataset === "string" && unlabeled === true) {
        checkUnlabeled(path, { dataset: dataset.trim(), unlabeled })
      }
      return unlabeled
    },
    pool: () => text([...path, "pool"], map["pool"], "pool"),
    labels: () => text([...path, "labels"], map["labels"], "labels"),
    idColumn: () => text([...path, "idColumn"], map["idColumn"], "idColumn"),
    features: () => texts([...path, "features"], map["features"], "a column"),
    labelColumn: () => text([...path, "labelColumn"], map["labelColumn"], "labelColumn"),
    noHeader: () => Decoders.truth([...path, "noHeader"], map["noHeader"], "noHeader"),
    split: () => Decoders.oneOf([...path, "split"], map["split"], "split", splitNames),
    labelsByPosition: () => Decoders.truth([...path, "labelsByPosition"], map["labelsByPosition"], "labelsByPosition"),
    trustPredictions: () => Decoders.truth([...path, "trustPredictions"], map["trustPredictions"], "trustPredictions"),
    labelField: () => text([...path, "labelField"], map["labelField"], "labelField"),
    skipLabels: () => texts([...path, "skipLabels"], map["skipLabels"], "a label"),
    only: () => texts([...path, "only"], map["only"], "a file of ids"),
    exclude: () => texts([...path, "exclude"], map["exclude"], "a file of ids"),
    include: () => texts([...path, "include"], map["include"], "a file of ids"),
    where: () => text([...path, "where"], map["where"], "where"),
    metadata: () => text([...path, "metadata"], map["metadata"], "metadata"),
    costColumn: () => text([...path, "costColumn"], map["costColumn"], "costColumn"),
    budgetCost: () => Decoders.above0([...path, "budgetCost"], map["budgetCost"], "budgetCost"),
    classes: () => classNames([...path, "classes"], map["classes"]),
    test: () => testItems([...path, "test"], map["test"], map["pool"])
  }) as DataWord
}
