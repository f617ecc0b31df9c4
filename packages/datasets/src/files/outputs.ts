/**
 * An output may not replace an input: checked by every command that writes, before it does any work.
 */
import { Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { lstatSync, mkdtempSync, rmdirSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { UsageProblem } from "../problems.ts"
import { FileProblem, folderProblem } from "./errors.ts"
import { rowIdsPath } from "./row-ids.ts"
import { liesIn, type Place, placeOf, samePlace } from "./same-place.ts"

/** A file or folder, by the word for it: the setting that names it, or what it is. */
export interface Named {
  /** `the pool`, or a setting such as `out`. */
  readonly what: Message.Message
  readonly path: string
}

/** What is written: a folder is replaced whole, a file too. */
export interface Target extends Named {
  readonly folder?: boolean
}

type At<A> = A & { readonly place: Place }

const at = <A extends Named>(named: A): At<A> => ({ ...named, place: placeOf(named.path) })

/** A pool, with what is read beside it. */
export const poolFiles = (what: Message.Message, path: string): ReadonlyArray<Named> => {
  const stem = path.replace(/\.npy$/, "")
  return stem === path ? [{ what, path }] : [
    { what, path },
    { what: Message.text`the ids of ${what}`, path: rowIdsPath(path) },
    { what: Message.text`the description of ${what}`, path: `${stem}.json` }
  ]
}

/** Devices and pipes are written to, not replaced. */
const isReplaced = ({ place: { stat } }: At<Target>): boolean =>
  stat === undefined || stat.isFile() || stat.isDirectory()

/** The settings that name these places, under their names in code. */
const settingsIn = (...named: ReadonlyArray<Named>): ReadonlyArray<string> =>
  named.flatMap(({ what }) =>
    typeof what === "string" ? [] : what.flatMap((part) => typeof part === "string" ? [] : [part.setting])
  )

const elsewhere = "name another place"

/** What is wrong with writing `out`, given an input; undefined where nothing is. */
const clash = (out: At<Target>, input: At<Named>): UsageProblem | undefined => {
  if (samePlace(out.place, input.place)) {
    const problem = Message.text`${out.what} ${out.path} would replace ${input.what} (${input.path})`
    return new UsageProblem({
      problem,
      hint: elsewhere,
      reason: "Conflict",
      value: out.path,
      settings: settingsIn(out, input)
    })
  }
  if (out.folder === true && liesIn(input.place, out.place)) {
    const problem = Message
      .text`${out.what} ${out.path} is a folder that is written, and ${input.what} (${input.path}) lies in it`
    return new UsageProblem({
      problem,
      hint: elsewhere,
      reason: "Conflict",
      value: out.path,
      settings: settingsIn(out, input)
    })
  }
  if (input.place.stat?.isDirectory() === true && out.place.stat !== undefined && liesIn(out.place, input.place)) {
    const problem = Message
      .text`${out.what} ${out.path} is there already and lies in ${input.what} (${input.path}), which is read`
    return new UsageProblem({
      problem,
      hint: "name a place outside of it",
      reason: "Conflict",
      value: out.path,
      settings: settingsIn(out, input)
    })
  }
  return undefined
}

/** What is wrong with two outputs of one command. */
const twice = (a: At<Target>, b: At<Target>): UsageProblem | undefined => {
  if (samePlace(a.place, b.place)) {
    const problem = Message.text`${a.what} and ${b.what} name the same ${
      a.folder === true ? "folder" : "file"
    } (${b.path})`
    return new UsageProblem({
      problem,
      hint: "name two",
      reason: "Conflict",
      value: b.path,
      settings: settingsIn(a, b)
    })
  }
  const [outer, inner] = a.folder === true ? [a, b] : [b, a]
  if (outer.folder !== true || !liesIn(inner.place, outer.place)) return undefined
  const problem = Message.text`${inner.what} ${inner.path} lies in ${outer.what} ${outer.path}, which is replaced whole`
  return new UsageProblem({
    problem,
    hint: elsewhere,
    reason: "Conflict",
    value: inner.path,
    settings: settingsIn(inner, outer)
  })
}

/**
 * Refuses outputs that are an input by whatever path (links, hard links, `./`), folders that hold an input, files that
 * are there already in a folder that is read, and one output in another's place. An input that is not there, such as a
 * known data set's name or `-`, is no place.
 */
export const checkOutputs = (
  outputs: ReadonlyArray<Target>,
  inputs: ReadonlyArray<Named>
): Effect.Effect<void, UsageProblem> =>
  Effect.suspend(() => {
    const targets = outputs.map(at).filter(isReplaced)
    const sources = inputs.map(at).filter(({ place }) => place.stat !== undefined)
    for (const [i, out] of targets.entries()) {
      const wrong = sources.map((input) => clash(out, input)).find((one) => one !== undefined) ??
        targets.slice(0, i).map((other) => twice(other, out)).find((one) => one !== undefined)
      if (wrong !== undefined) return Effect.fail(wrong)
    }
    return Effect.void
  })

const isTooLong = (path: string): boolean => {
  try {
    lstatSync(path)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENAMETOOLONG"
  }
}

/** Whether a link that cannot be followed stands there: one that leads to itself, or to where nothing can be made. */
const isLink = (path: string): boolean => {
  try {
    if (!lstatSync(path).isSymbolicLink()) return false
    statSync(path)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ELOOP"
  }
}

/** Whether a folder takes a new file is known when it has taken one: not all that may be written can be. */
const unwritable = (path: string, folder: string): FileProblem | undefined => {
  try {
    rmdirSync(mkdtempSync(join(folder, ".marginalia-")))
    return undefined
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ""
    if (!["EACCES", "EPERM", "EROFS"].includes(code)) return undefined
    return code === "EROFS"
      ? new FileProblem({
        path,
        problem: "the disk is read-only",
        hint: "name a file on another disk",
        reason: "ReadOnly",
        cause
      })
      : new FileProblem({
        path,
        problem: "permission denied",
        hint: "change the permissions of its folder, or name another file",
        reason: "Denied",
        cause
      })
  }
}

/** What is in the way of a file; undefined where nothing can be seen to be. */
const obstacle = ({ folder, path, place: { real, stat } }: At<Target>): FileProblem | undefined => {
  if (isTooLong(path)) {
    return new FileProblem({ path, problem: "the name is too long", hint: "shorten it", reason: "Name" })
  }
  if (stat === undefined && isLink(path)) {
    const [problem, hint] = ["this is a link that leads to nothing", "remove it, or name another file"]
    return new FileProblem({ path, problem, hint, reason: "Kind" })
  }
  if (folder === true) return undefined
  if (stat !== undefined) return stat.isDirectory() ? folderProblem(path) : undefined
  const above = placeOf(dirname(real)).stat
  if (above === undefined) {
    return new FileProblem({
      path,
      problem: "no such file or folder",
      hint: "check the path; its folder has to be there",
      reason: "NotFound"
    })
  }
  if (above.isDirectory()) return unwritable(path, dirname(real))
  return new FileProblem({
    path,
    problem: "a part of its path is not a folder",
    hint: "name a file in a folder",
    reason: "Kind"
  })
}

/** Refuses files that cannot be written, as far as that can be seen before the work that they are the fruit of. */
export const checkPlaces = (outputs: ReadonlyArray<Target>): Effect.Effect<void, FileProblem> =>
  Effect.suspend(() => {
    const wrong = outputs.map((one) => obstacle(at(one))).find((one) => one !== undefined)
    return wrong === undefined ? Effect.void : Effect.fail(wrong)
  })
