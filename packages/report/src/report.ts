/**
 * From journals to a page, drawings and data.
 */
import * as Message from "@marginalia/core/Message"
import { checkOutputs, type Named } from "@marginalia/datasets/files/outputs"
import { placeOf } from "@marginalia/datasets/files/same-place"
import { withScratch } from "@marginalia/datasets/scratch-scope"
import { type Data, dataFiles } from "@marginalia/experiments/unit"
import { version } from "@marginalia/experiments/version"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Analysis, analyze, type Choices } from "./analysis.ts"
import { checkControl } from "./control.ts"
import { checkCriteria, readCriteria } from "./criteria.ts"
import { pickColumns, roundColumns, stopColumns, toCsv, toParquet } from "./data-files.ts"
import { type Found, makeGroups } from "./groups.ts"
import { itemsOf, type Load } from "./items.ts"
import { WITHOUT_TSNE } from "./map/layout.ts"
import { payloadOf } from "./map/payload.ts"
import { markdown } from "./markdown.ts"
import { mapSection } from "./page/map.ts"
import { page } from "./page/page.ts"
import { papers } from "./page/papers.ts"
import { mapPlot } from "./plot/map.ts"
import { plotsOf } from "./plots.ts"
import { type Painter, painter } from "./png.ts"
import { ReportProblem } from "./problem.ts"
import { type Loaded, readRuns } from "./read.ts"
import { type Files, writeFolder } from "./write-folder.ts"

/** What was asked for. */
export interface ReportInput {
  /** A folder of an experiment, or journals. */
  readonly paths: ReadonlyArray<string>
  /** The experiment of a queue that the folder was exported from, which the command names. Default: there is none. */
  readonly stored?: { readonly name: string; readonly queue: string } | undefined
  /** The folder to write. */
  readonly out: string
  /** The strategy that the others are compared with. */
  readonly control: Option.Option<string>
  /** Which curve is compared. */
  readonly curve: Choices["curve"]
  /** Values of the curve to reach, `0.8,0.9`. */
  readonly reach: Option.Option<string>
  /** Criteria for stopping that are replayed over the runs, as texts. Default: those that need no number. */
  readonly stop?: ReadonlyArray<string>
  /** Whether the papers' numbers stand beside these. */
  readonly comparePaper: boolean
  /** Whether the map is left out. */
  readonly noMap: boolean
  /** Whether units that are under way are left out. */
  readonly finished: boolean
  /** Whether cells of csv that a spreadsheet would compute are quoted. Default false. */
  readonly safeCsv?: boolean
  /** Whether nothing is said of how far it is. */
  readonly quiet: boolean
}

/** What a report is made from, beside the journals. */
export interface Materials {
  /** What is compared, and by what. */
  readonly choices: Choices
  /** The items by the title of a group, or why they are not at hand. */
  readonly items: ReadonlyMap<string, Found>
  /** Draws PNG, where the machine can. */
  readonly painter: Painter
  /** The command that makes the same report. */
  readonly command: string
  /** Whether the papers' numbers stand beside these. */
  readonly comparePaper: boolean
  /** Whether the map is left out. */
  readonly noMap: boolean
  /** Whether cells of csv that a spreadsheet would compute are quoted. Default false. */
  readonly safeCsv?: boolean
}

/** `0.8,0.9` as numbers. Fails with `ReportProblem`. */
const readReach = Effect.fnUntraced(function*(text: Option.Option<string>) {
  if (Option.isNone(text)) return []
  const values = text.value.split(",").map((part) => part.trim() === "" ? Number.NaN : Number(part))
  if (values.every((value) => value > 0 && value <= 1)) return values
  return yield* new ReportProblem({
    problem: Message.text`${
      Message.setting("reach")
    } ${text.value} is no list of values between 0 and 1, as 0.8,0.9 is`,
    reason: "Value",
    setting: "reach",
    value: text.value,
    expected: "values between 0 and 1"
  })
})

/** What the journals were made from, which the map reads again. */
const inputsOf = ({ runs }: Loaded): ReadonlyArray<Named> => {
  const files = runs.flatMap(({ unit }) => unit === undefined ? [] : dataFiles(unit.data))
  return [...new Set(files)].map((path) => ({ what: "the data", path }))
}

/** A report may lie in the folder of its experiment, but not in the place of what is read there. */
const journals = (path: string): ReadonlyArray<Named> =>
  (placeOf(path).stat?.isDirectory() === true ? [`${path}/experiment.json`, `${path}/units`] : [path])
    .map((one) => ({ what: "the experiment", path: one }))

/** Without the units that are under way. Fails with `ReportProblem` where none is left. */
const onlyFinished = Effect.fnUntraced(function*(loaded: Loaded) {
  const runs = loaded.runs.filter(({ finished }) => finished)
  if (runs.length > 0) return { ...loaded, runs }
  return yield* new ReportProblem({
    problem: Message.text`no unit is finished yet; without ${
      Message.setting("finished", { value: true })
    }, those under way are reported`,
    reason: "Unfinished",
    setting: "finished",
    units: loaded.runs.length
  })
})

const quoted = (word: string): string => /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/** The command line that makes the same report. */
export const commandOf = (
  { comparePaper, control, curve, finished, noMap, out, paths, reach, safeCsv, stop = [], stored }: ReportInput
): string =>
  [
    "marginalia",
    "report",
    ...(stored === undefined ? paths : [stored.name, "--queue", stored.queue]),
    "--out",
    out,
    ...(Option.isSome(control) ? ["--control", control.value] : []),
    ...(curve === "accuracy" ? [] : ["--curve", curve]),
    ...(Option.isSome(reach) ? ["--reach", reach.value] : []),
    ...stop.flatMap((text) => ["--stop", text]),
    ...(comparePaper ? ["--compare-paper"] : []),
    ...(noMap ? ["--no-map"] : []),
    ...(finished ? ["--finished"] : []),
    ...(safeCsv === true ? ["--safe-csv"] : [])
  ].map(quoted).join(" ")

const mapsOf = Effect.fnUntraced(function*({ views }: Analysis) {
  const all = yield* Effect.forEach(
    views,
    ({ group }) => group.items === undefined ? Effect.undefined : payloadOf(group, group.items)
  )
  return views.flatMap((view, i) => all[i] === undefined ? [] : [{ view, ...all[i] }])
})

/**
 * All files of a report on what was `loaded`, by their paths in its folder, made from `materials`. Fails with
 * `EncoderError` where the map cannot be computed.
 */
export const render = Effect.fn("render")(function*(loaded: Loaded, materials: Materials) {
  const { choices, command, items, noMap, painter, safeCsv = false } = materials
  const groups = makeGroups(loaded, items)
  const analysis = analyze(loaded, groups, choices)
  const found = noMap ? [] : yield* mapsOf(analysis)
  const maps = found.map(({ payload, remark, view }) =>
    [view, mapSection(view, { id: view.group.slug, payload, remark })] as const
  )
  const plots = [...plotsOf(analysis), ...found.map(({ payload, view }) => mapPlot(analysis, view, payload))]
  const remarks = [
    ...(painter._tag === "None" ? [painter.problem] : []),
    ...(found.some(({ payload: { layouts } }) => layouts.length === 2) ? [WITHOUT_TSNE] : [])
  ]
  const [rounds, picks, stops] = [roundColumns(groups), pickColumns(groups), stopColumns(analysis.views)]
  const extras = {
    version,
    command,
    maps,
    pictures: !noMap,
    papers: materials.comparePaper ? papers(analysis) : undefined,
    remarks
  }
  return new Map<string, string | Uint8Array>([
    ["index.html", page(analysis, extras)],
    ["results.md", markdown(analysis, { remarks, command, comparePaper: materials.comparePaper })],
    ...plots.map(([name, svg]) => [`plots/${name}.svg`, svg] as const),
    ...(painter._tag === "None" ? [] : plots.map(([name, svg]) => [`plots/${name}.png`, painter.paint(svg)] as const)),
    ["data/rounds.csv", toCsv(rounds, safeCsv)],
    ["data/rounds.parquet", toParquet(rounds)],
    ["data/picks.csv", toCsv(picks, safeCsv)],
    ["data/picks.parquet", toParquet(picks)],
    ["data/stops.csv", toCsv(stops, safeCsv)],
    ["data/stops.parquet", toParquet(stops)]
  ]) satisfies Files as Files
})

/**
 * Reads the journals that `input` names and writes the report; `load` finds the items again. Gives what it read, and
 * how many files it made.
 *
 * Fails with `ReportProblem` where there is nothing to report on, a criterion of `stop` cannot judge a run or the `control` took
 * no part, with `InvalidName` or `InvalidOptions` for a text of `stop` that is no criterion, with `UsageProblem` or `InvalidInput` where the
 * request makes no sense, with `FileProblem` where files cannot be read or written, and with `DatasetError` or
 * `EncoderError` where the items cannot be found again.
 */
export const makeReport = Effect.fn("makeReport")(function*<E, R>(input: ReportInput, load: Load<E, R>) {
  const reach = yield* readReach(input.reach), criteria = yield* readCriteria(input.stop ?? [])
  const out = { what: [Message.setting("out")], path: input.out, folder: true }
  yield* checkOutputs([out], input.paths.flatMap(journals))
  const read = yield* readRuns(input.paths)
  yield* checkOutputs([out], inputsOf(read))
  const loaded = input.finished ? yield* onlyFinished(read) : read
  yield* checkCriteria(loaded.runs, criteria)
  yield* checkControl(loaded, Option.getOrUndefined(input.control))
  const stop = criteria.length === 0 ? undefined : criteria
  const files = yield* render(loaded, {
    choices: { control: Option.getOrUndefined(input.control), curve: input.curve, reach, stop },
    items: yield* itemsOf(loaded, load),
    painter: yield* painter,
    command: commandOf(input),
    comparePaper: input.comparePaper,
    noMap: input.noMap,
    safeCsv: input.safeCsv ?? false
  })
  yield* writeFolder(input.out, files)
  return { loaded, files: files.size }
}, withScratch)

/**
 * Finds the items of a unit's `data` again, as the experiment had them; images that are too large for memory are
 * there until the scope closes. Fails as loading does (`DatasetError`, `InvalidInput`, `FileProblem`,
 * `InvalidSubset`, `UsageProblem`) and as embedding does (`StartError`, `CacheError`, `BackendUnavailable`,
 * `InvalidName`, `InvalidOptions`).
 */
export const loadItems = (data: Data) =>
  Effect.flatMap(Effect.promise(() => import("@marginalia/experiments/data/load")), ({ openData }) => openData(data))
