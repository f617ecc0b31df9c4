/**
 * The first run: SUPClust picks the 20 handwritten digits to label first, and shows why it picked each; then an
 * experiment tells whether that was worth it, with a table, curves and a map of what was picked.
 *
 * `npm start` installs and runs it; `--color` draws in shades of gray even where no terminal is.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { select, type Selection } from "@marginalia/core"
import { digits, type LabeledData } from "@marginalia/datasets"
import { supclust } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { pathToFileURL } from "node:url"
import { page, type Picked, picked, run } from "./demo/experiment.ts"
import { besides, drawing, shaded } from "./demo/picture.ts"
import { drawCurves, drawMaps, type Results, seedsOf, table } from "./demo/summary.ts"

const BUDGET = 20
const COLUMNS = 2
const WIDTH = 40

const color = process.argv.includes("--color") || (process.stdout.isTTY && process.env["NO_COLOR"] === undefined)

const round = (value: number): string => value === Infinity ? "∞" : value.toFixed(2)

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
const ordinal = (rank: number): string => {
  const ending = rank % 100 > 10 && rank % 100 < 14 ? "th" : ["th", "st", "nd", "rd"][rank % 10] ?? "th"
  return `${rank}${ending}`
}

const reasons = ({ id, rank, why }: Selection["picks"][number]): ReadonlyArray<string> => [
  `${rank}. item ${id}`,
  `cluster of ${why.cluster?.size}, none labeled`,
  ...why.scores.map(({ name, of, rank, value }) => `${name} ${round(value)}, ${ordinal(rank)} of ${of}`)
]

const pickBlock = ({ imageSize, pool }: LabeledData, pick: Selection["picks"][number]): ReadonlyArray<string> => {
  const [height, width] = imageSize
  const pixels = pool.data.subarray(pick.position * pool.cols, (pick.position + 1) * pool.cols)
  const image = color ? shaded(pixels, height, width) : drawing(pixels, height, width)
  return besides([{ lines: image, width: width + 2 }, { lines: reasons(pick), width: WIDTH - width - 2 }])
}

const grid = (blocks: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> =>
  Array.from({ length: Math.ceil(blocks.length / COLUMNS) }, (_, row) => {
    const next = blocks.slice(row * COLUMNS, (row + 1) * COLUMNS)
    return [...besides(next.map((lines) => ({ lines, width: WIDTH }))), ""]
  }).flat()

const steps = ({ trace }: Selection): ReadonlyArray<string> =>
  trace.map(({ candidates, step }) => `  ${step.padEnd(36)}${String(candidates).padStart(5)}`)

/** The labels are known here, so the demo can tell what labeling would have shown. */
const verdict = ({ classNames, labels }: LabeledData, { positions }: Selection): string => {
  const seen = Array.from(positions, (position) => classNames[labels[position]!]!)
  return `Their labels, which it did not see: ${seen.join(" ")}.\n` +
    `With ${BUDGET} labels, ${new Set(seen).size} of the ${classNames.length} digits are known.`
}

const report = (data: LabeledData, selection: Selection, milliseconds: number): string =>
  [
    `Which ${BUDGET} of these ${data.pool.rows} handwritten digits should be labeled first?`,
    "",
    `SUPClust (Ono et al. 2024) says, in ${
      Math.round(milliseconds)
    } ms: one of each cluster, the largest first; of its`,
    "most typical tenth the one with the highest SUP, which is nearest to the other clusters.",
    "",
    `  ${"the unlabeled".padEnd(36)}${String(data.pool.rows).padStart(5)}`,
    ...steps(selection),
    "",
    ...grid(selection.picks.map((pick) => pickBlock(data, pick))),
    verdict(data, selection),
    ""
  ].join("\n")

const next = [
  "Next, on embeddings of your own:",
  "",
  `  npx marginalia select pool.npy --strategy supclust --budget ${BUDGET}`,
  "  npx marginalia strategies              what else there is",
  "  npx marginalia explain --help          the same answer for your pool, with reasons",
  "  npx marginalia embed --help            from a folder of images to embeddings",
  "  npx marginalia run --help              compare strategies on your data",
  "",
  "Or label yourself, on a page that learns meanwhile:",
  "",
  "  npx marginalia label --demo            these digits, ten classes on ten keys",
  ""
].join("\n")

const outcome = (results: Results, { marks, places, tested }: Picked): string =>
  [
    "",
    `Accuracy of a linear classifier on ${tested} other digits, mean of ${seedsOf(results)} seeds:`,
    "",
    ...table(results).map((line) => `  ${line}`),
    "",
    ...drawCurves(results, 2 * WIDTH, 14),
    "",
    "The digits to choose from by their two principal components, a dot for every fourth; the picked by their labels:",
    "",
    ...drawMaps(places, marks, ["random", "supclust"], 2 * WIDTH, 18),
    "",
    "Everything about it, with every picked image and why it was picked, is one page:",
    "",
    `  ${pathToFileURL(page).href}`,
    ""
  ].join("\n")

const data = await Effect.runPromise(Effect.provide(digits, NodeServices.layer))
const start = performance.now()
const selection = await select(supclust(), { embedding: data.pool, budget: BUDGET, seed: 0 })
console.log(report(data, selection, performance.now() - start))

console.log("Does that help? Four strategies, with several seeds each, ten labels a round:")
console.log(outcome(await run(), await picked()))
console.log(next)
