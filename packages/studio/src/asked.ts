/**
 * What `marginalia label` was asked for, checked before any work.
 */
import * as Message from "@marginalia/core/Message"
import type { UsageFault } from "@marginalia/datasets/fault"
import { liesIn, placeOf, samePlace } from "@marginalia/datasets/files/same-place"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { ItemSource } from "@marginalia/studio/items/source"
import { isProject } from "@marginalia/studio/project/files"
import { LONGEST_NAME } from "@marginalia/studio/session/refusal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { basename, resolve } from "node:path"
import { shapeOf } from "../items/asked.ts"
import { checkPort } from "../port.ts"
import type { LabelInput } from "./flags.ts"

/** What is labeled, and where the project lies. */
export interface Asked {
  /** `undefined`: what the project was begun with. */
  readonly source: ItemSource | undefined
  readonly folder: string
  readonly classes: ReadonlyArray<string> | undefined
}

const refuse = (problem: Message.Message, hint: Message.Message, fault: UsageFault) =>
  new UsageProblem({ problem, hint, ...fault })

const sourceOf = Effect.fnUntraced(function*({ demo, idColumn, shape, source, textColumn }: LabelInput) {
  if (demo && Option.isSome(source)) {
    return yield* refuse("--demo labels digits, and a source is given", "leave one out", {
      reason: "Conflict",
      settings: ["demo", "source"]
    })
  }
  const path = demo ? "digits" : Option.getOrUndefined(source)
  if (path === undefined) {
    const hint = "name a folder of images, a pool or a table, or try marginalia label --demo"
    return yield* refuse("nothing is said to label", hint, { reason: "Missing", setting: "source" })
  }
  if (path === "-") {
    const fault = { reason: "Value", setting: "source", value: path, expected: "a file or a folder" } as const
    return yield* refuse("items cannot come from the standard input", "write them to a file", fault)
  }
  return {
    path,
    ...(Option.isSome(shape) ? { shape: yield* shapeOf(shape.value) } : {}),
    ...(Option.isSome(textColumn) ? { textColumn: textColumn.value } : {}),
    ...(Option.isSome(idColumn) ? { idColumn: idColumn.value } : {})
  } satisfies ItemSource as ItemSource
})

/** `photos/` and `pool.csv.gz` as `photos` and `pool`. */
const nameOf = (path: string): string =>
  basename(resolve(path)).replace(/\.gz$/i, "").replace(
    /(?<=.)\.(?:np[yz]|csv|tsv|jsonl?|parquet|arrow|feather|ipc)$/i,
    ""
  ) || "labels"

const folderOf = ({ demo, project }: LabelInput, { path }: ItemSource): string =>
  Option.getOrElse(project, () => `./${demo ? "demo" : nameOf(path).replaceAll(/[^\p{L}\p{N}._ -]/gu, "-")}.marginalia`)

/** A project among the photos would be labeled with them. */
const checkFolder = (folder: string, { path }: ItemSource): Effect.Effect<void, UsageProblem> =>
  Effect.suspend(() => {
    const source = placeOf(path), place = placeOf(folder)
    if (source.stat === undefined) return Effect.void
    if (samePlace(source, place) || liesIn(place, source)) {
      const problem = Message.text`the project's folder ${folder} would lie in what is labeled (${path})`
      return Effect.fail(refuse(problem, Message.text`name another with ${Message.setting("project")}`, {
        reason: "Conflict",
        value: folder,
        settings: ["project", "source"]
      }))
    }
    return Effect.void
  })

const classesOf = ({ classes }: LabelInput): Effect.Effect<ReadonlyArray<string> | undefined, UsageProblem> => {
  if (Option.isNone(classes)) return Effect.succeed(undefined)
  const names = classes.value.split(",").map((name) => name.trim()),
    expected = "names with commas between them",
    fail = (problem: string, hint: string, fault: { readonly reason: "Value" | "Twice"; readonly value: string }) =>
      Effect.fail(refuse(problem, hint, { setting: "classes", expected, ...fault }))
  const twice = names.find((name, i) => names.indexOf(name) < i)
  const long = names.find((name) => name.length > LONGEST_NAME || /\p{Cc}/u.test(name))
  if (names.includes("")) {
    return fail(`--classes ${classes.value} has a class without a name`, "write a,b,c", {
      reason: "Value",
      value: classes.value
    })
  }
  if (twice !== undefined) {
    return fail(`--classes names "${twice}" twice`, "name it once", { reason: "Twice", value: twice })
  }
  if (long !== undefined) {
    return fail(`--classes: "${long.slice(0, 20)}…" is too long, or has control characters`, "shorten it", {
      reason: "Value",
      value: long
    })
  }
  return Effect.succeed(names)
}

const checkShare = (flag: string, value: Option.Option<number>, most: number): Effect.Effect<void, UsageProblem> =>
  Option.isSome(value) && !(value.value >= 0 && value.value <= most)
    ? Effect.fail(refuse(`--${flag} is ${value.value}`, `it takes a share from 0 to ${most}`, {
      reason: "Value",
      setting: flag,
      value: value.value,
      expected: `a share from 0 to ${most}`
    }))
    : Effect.void

/** A project that is gone on with: named in the place of a source, or alone. */
const projectOf = ({ demo, project, source }: LabelInput): string | undefined => {
  const named = Option.getOrUndefined(source)
  if (named !== undefined) return isProject(named) && Option.isNone(project) ? named : undefined
  return demo || Option.isNone(project) || !isProject(project.value) ? undefined : project.value
}

const placeAsked = Effect.fnUntraced(function*(input: LabelInput) {
  const begun = projectOf(input)
  if (begun !== undefined) return { source: undefined, folder: begun }
  const source = yield* sourceOf(input), folder = folderOf(input, source)
  yield* checkFolder(folder, source)
  return { source, folder }
})

/**
 * Reads what was asked for: a source to label, or, in its place or with the project alone, a project to go on with. Fails with
 * `UsageProblem`.
 */
export const ask = Effect.fnUntraced(function*(input: LabelInput) {
  yield* checkShare("measure", input.measure, 0.9)
  yield* checkShare("overlap", input.overlap, 1)
  if (Option.isSome(input.sample) && input.sample.value < 0) {
    return yield* refuse(`--sample is ${input.sample.value}`, "it takes a number of items, or 0 for none", {
      reason: "Value",
      setting: "sample",
      value: input.sample.value,
      expected: "a number of items, or 0"
    })
  }
  yield* checkPort(input.port)
  return { ...(yield* placeAsked(input)), classes: yield* classesOf(input) } satisfies Asked as Asked
})
