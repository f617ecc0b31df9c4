/**
 * `marginalia data`: which known data sets are here.
 */
import { Nearest } from "@marginalia/core"
import { known, load, locate, type LocateOptions } from "@marginalia/models/datasets"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { UsageProblem } from "../errors.ts"
import { listLines, pageLines } from "./page.ts"

/** What was asked for. */
export interface DataInput {
  readonly name: Option.Option<string>
  readonly folder: Option.Option<string>
  readonly check: boolean
}

const names = [...known.keys()]

const unknownName = (name: string): UsageProblem =>
  new UsageProblem({
    problem: `there is no data set "${name}"`,
    hint: `marginalia data lists them.${Nearest.hint(name, names)}`
  })

const list = Effect.fnUntraced(function*(options: LocateOptions) {
  const all = yield* Effect.forEach(names, (name) => locate(name, options))
  yield* Console.log([
    ...listLines(all),
    "",
    "marginalia data NAME says where one is looked for, and how to get it."
  ].join("\n"))
})

const page = Effect.fnUntraced(function*(name: string, check: boolean, options: LocateOptions) {
  const dataset = known.get(name)
  if (dataset === undefined) return yield* unknownName(name)
  yield* Console.log(pageLines(yield* locate(dataset, options)).join("\n"))
  if (!check) return
  const { folder } = yield* load(dataset, options)
  const files = [...dataset.splits.train.files, ...dataset.splits.test.files]
  const unsure = files.every(({ checksum }) => checksum !== undefined) ? "" : "; no checksums are known to compare with"
  yield* Console.log(`\nchecked: ${folder} can be read whole, every file as it should be${unsure}`)
})

/** Prints the list, or one page; verifies the files where asked to. */
export const data = Effect.fn("data")(function*({ check, folder, name }: DataInput) {
  const options = Option.isSome(folder) ? { folder: folder.value } : {}
  if (Option.isSome(name)) return yield* page(name.value, check, options)
  if (check) {
    return yield* new UsageProblem({ problem: "--check is given without a data set", hint: "name one to check" })
  }
  yield* list(options)
})
