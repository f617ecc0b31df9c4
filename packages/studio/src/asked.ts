/**
 * What a person asks to label, read from texts as they are typed, and checked before any work.
 */
import * as Message from "@marginalia/core/Message"
import type { UsageFault } from "@marginalia/datasets/fault"
import { liesIn, placeOf, samePlace } from "@marginalia/datasets/files/same-place"
import { shapeOf } from "@marginalia/datasets/image/shape-text"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import { basename, resolve } from "node:path"
import type { ItemSource } from "./items/source.ts"
import { isProject } from "./project/files.ts"
import { checkPort } from "./server/port.ts"
import { LONGEST_NAME } from "./session/refusal.ts"

/** What is asked for, as it is typed; each may be left out. */
export interface Asking {
  /** A folder or a table of images, a pool, a table, a data set's name, or a project to go on with. */
  readonly source?: string | undefined
  /** The digits, to try the page with. Default false. */
  readonly demo?: boolean | undefined
  /** The project's folder. Default `./NAME.marginalia`, NAME being that of the source. */
  readonly project?: string | undefined
  /** Names with commas between them. Default: those that the labels have. */
  readonly classes?: string | undefined
  /** `HxWxC`, of the images that an array's rows are. */
  readonly shape?: string | undefined
  /** The column of a table that holds the texts. */
  readonly textColumn?: string | undefined
  /** The column of a table that holds the ids. */
  readonly idColumn?: string | undefined
  /** The share that is held out, from 0 to 0.9. */
  readonly measure?: number | undefined
  /** The share that is asked twice, from 0 to 1. */
  readonly overlap?: number | undefined
  /** How many items the order is made of; 0: of all. */
  readonly sample?: number | undefined
  /** From 0 to 65535; 0: one that is free. */
  readonly port: number
}

/** What is labeled, and where the project lies. */
export interface Asked {
  /** `undefined`: what the project was begun with. */
  readonly source: ItemSource | undefined
  /** The project's folder. */
  readonly folder: string
  /** The classes, in their order; `undefined`: those that the labels have. */
  readonly classes: ReadonlyArray<string> | undefined
}

const refuse = (problem: Message.Message, hint: Message.Message, fault: UsageFault) =>
  new UsageProblem({ problem, hint, ...fault })

const sourceOf = Effect.fnUntraced(function*({ demo = false, idColumn, shape, source, textColumn }: Asking) {
  if (demo && source !== undefined) {
    const problem = Message.text`${Message.setting("demo")} labels digits, and a source is given`
    return yield* refuse(problem, "leave one out", {
      reason: "Conflict",
      settings: ["demo", "source"]
    })
  }
  const path = demo ? "digits" : source
  if (path === undefined) {
    const hint = Message.text`name a folder of images, a pool or a table, or try ${Message.setting("demo")}`
    return yield* refuse("nothing is said to label", hint, { reason: "Missing", setting: "source" })
  }
  if (path === "-") {
    const fault = { reason: "Value", setting: "source", value: path, expected: "a file or a folder" } as const
    return yield* refuse("items cannot come from the standard input", "write them to a file", fault)
  }
  return {
    path,
    ...(shape === undefined ? {} : { shape: yield* shapeOf(shape) }),
    ...(textColumn === undefined ? {} : { textColumn }),
    ...(idColumn === undefined ? {} : { idColumn })
  } satisfies ItemSource as ItemSource
})

/** `photos/` and `pool.csv.gz` as `photos` and `pool`. */
const nameOf = (path: string): string =>
  basename(resolve(path)).replace(/\.gz$/i, "").replace(
    /(?<=.)\.(?:np[yz]|csv|tsv|jsonl?|parquet|arrow|feather|ipc)$/i,
    ""
  ) || "labels"

const folderOf = ({ demo = false, project }: Asking, { path }: ItemSource): string =>
  project ?? `./${demo ? "demo" : nameOf(path).replaceAll(/[^\p{L}\p{N}._ -]/gu, "-")}.marginalia`

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

const classesOf = ({ classes }: Asking): Effect.Effect<ReadonlyArray<string> | undefined, UsageProblem> => {
  if (classes === undefined) return Effect.succeed(undefined)
  const names = classes.split(",").map((name) => name.trim()),
    expected = "names with commas between them",
    flag = Message.setting("classes"),
    fail = (
      problem: Message.Message,
      hint: string,
      fault: { readonly reason: "Value" | "Twice"; readonly value: string }
    ) => Effect.fail(refuse(problem, hint, { setting: "classes", expected, ...fault }))
  const twice = names.find((name, i) => names.indexOf(name) < i)
  const long = names.find((name) => name.length > LONGEST_NAME || /\p{Cc}/u.test(name))
  if (names.includes("")) {
    const problem = Message.text`${Message.setting("classes", { value: classes })} has a class without a name`
    return fail(problem, "write a,b,c", { reason: "Value", value: classes })
  }
  if (twice !== undefined) {
    return fail(Message.text`${flag} names "${twice}" twice`, "name it once", { reason: "Twice", value: twice })
  }
  if (long !== undefined) {
    const problem = Message.text`${flag}: "${long.slice(0, 20)}…" is too long, or has control characters`
    return fail(problem, "shorten it", { reason: "Value", value: long })
  }
  return Effect.succeed(names)
}

const checkShare = (setting: string, value: number | undefined, most: number): Effect.Effect<void, UsageProblem> =>
  value !== undefined && !(value >= 0 && value <= most)
    ? Effect.fail(refuse(Message.text`${Message.setting(setting)} is ${value}`, `it takes a share from 0 to ${most}`, {
      reason: "Value",
      setting,
      value,
      expected: `a share from 0 to ${most}`
    }))
    : Effect.void

/** A project that is gone on with: named in the place of a source, or alone. */
const projectOf = ({ demo = false, project, source }: Asking): string | undefined => {
  if (source !== undefined) return isProject(source) && project === undefined ? source : undefined
  return demo || project === undefined || !isProject(project) ? undefined : project
}

const placeAsked = Effect.fnUntraced(function*(input: Asking) {
  const begun = projectOf(input)
  if (begun !== undefined) return { source: undefined, folder: begun }
  const source = yield* sourceOf(input), folder = folderOf(input, source)
  yield* checkFolder(folder, source)
  return { source, folder }
})

/**
 * Reads what was asked for: a source to label, or, in its place or with the project alone, a project to go on with.
 *
 * Fails with `UsageProblem`: nothing, or two things, are named; a share, a count, a port or a shape cannot be; a class has no name, is
 * named twice, or is too long; the project's folder would lie in what is labeled.
 *
 * @param input - as typed
 */
export const readAsked = Effect.fn("studio.readAsked")(function*(input: Asking) {
  yield* checkShare("measure", input.measure, 0.9)
  yield* checkShare("overlap", input.overlap, 1)
  if (input.sample !== undefined && input.sample < 0) {
    const problem = Message.text`${Message.setting("sample")} is ${input.sample}`
    return yield* refuse(problem, "it takes a number of items, or 0 for none", {
      reason: "Value",
      setting: "sample",
      value: input.sample,
      expected: "a number of items, or 0"
    })
  }
  yield* checkPort(input.port)
  return { ...(yield* placeAsked(input)), classes: yield* classesOf(input) } satisfies Asked as Asked
})
