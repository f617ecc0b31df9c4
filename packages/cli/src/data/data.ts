/**
 * `marginalia data`: which known data sets are here.
 */
import { Suggest } from "@marginalia/core"
import {
  digits,
  type KnownDataset,
  knownDatasets,
  listImages,
  load,
  locate,
  type LocateOptions,
  streamImages
} from "@marginalia/datasets"
import { datasetNames } from "@marginalia/datasets/known"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { print } from "../terminal/print.ts"
import { layer as progress } from "../terminal/progress.ts"
import { fetchDataset } from "./fetch.ts"
import { digitsLines, listLines, pageLines } from "./page.ts"

/** What was asked for. */
export interface DataInput {
  readonly name: Option.Option<string>
  readonly folder: Option.Option<string>
  readonly check: boolean
  readonly download: boolean
}

const unknownName = (name: string): UsageProblem =>
  new UsageProblem({
    problem: `there is no data set "${name}"`,
    hint: `marginalia data lists them.${Suggest.hint(name, datasetNames)}`,
    ...Suggest.fault(name, datasetNames),
    reason: "Unknown"
  })

const list = Effect.fnUntraced(function*(options: LocateOptions) {
  const all = yield* Effect.forEach(knownDatasets.keys(), (name) => locate(name, options))
  yield* print([
    ...listLines(all),
    "",
    "marginalia data NAME says where one is looked for, and how to get it."
  ].join("\n"))
})

/** Reads all of it. Images are read batch by batch, so that no more than a batch of them is in memory. */
const readWhole = Effect.fnUntraced(function*(dataset: KnownDataset, options: LocateOptions) {
  const listing = yield* listImages(dataset, options)
  if (listing === undefined) return (yield* load(dataset, options)).folder
  const [tall, wide] = dataset.shape
  for (const part of [listing.train, listing.test]) {
    if (part !== undefined) yield* Stream.runDrain(streamImages(part, { size: [tall, wide] }))
  }
  return listing.folder
})

const page = Effect.fnUntraced(function*(dataset: KnownDataset, check: boolean, options: LocateOptions) {
  yield* print(pageLines(yield* locate(dataset, options)).join("\n"))
  if (!check) return
  const folder = yield* Effect.provide(readWhole(dataset, options), progress)
  const files = [...dataset.splits.train.files, ...dataset.splits.test.files]
  const unsure = files.every(({ checksum }) => checksum !== undefined) ? "" : "; no checksums are known to compare with"
  yield* print(`\nchecked: ${folder} can be read whole, every file as it should be${unsure}`)
})

const noName = (flag: string): UsageProblem =>
  new UsageProblem({
    problem: `--${flag} is given without a data set`,
    hint: "name one",
    reason: "Missing",
    setting: "name"
  })

/** The page of the digits: there is nothing to fetch, and reading them is checking them. */
const digitsPage = Effect.fnUntraced(function*(check: boolean) {
  yield* print(digitsLines.join("\n"))
  if (!check) return
  yield* digits
  yield* print("\nchecked: they can be read whole, every file as it should be")
})

/** Prints the list, or one page; fetches and verifies the files where asked to. */
export const data = Effect.fn("data")(function*({ check, download, folder, name }: DataInput) {
  const options = Option.isSome(folder) ? { folder: folder.value } : {}
  if (Option.isNone(name)) {
    if (check || download) return yield* noName(download ? "download" : "check")
    return yield* list(options)
  }
  if (name.value === "digits") return yield* digitsPage(check)
  const dataset = knownDatasets.get(name.value)
  if (dataset === undefined) return yield* unknownName(name.value)
  if (download) yield* fetchDataset(dataset, options)
  if (check || !download) yield* page(dataset, check, options)
})
