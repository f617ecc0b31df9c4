/**
 * How the page of a project is reached: what is kept of one start for the next, so that open pages go on, and for commands that
 * ask the server. Whoever can read it may label: the file is its owner's alone.
 */
import { note } from "@marginalia/core/Notices"
import { FileProblem } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { randomUUID } from "node:crypto"
import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"
import { SHORTEST } from "../server/token.ts"

/** See the module. */
export interface KeptServing {
  readonly token: string
  /** The address that it listens on, or did. */
  readonly host: string
  readonly port: number
  /** The process that listens there, or did. */
  readonly pid: number
}

/** Where it lies. */
export const servingPath = (folder: string): string => join(folder, "serving.json")

const Kept = Schema.fromJsonString(Schema.Struct({
  version: Schema.Literal(1),
  token: Schema.String.check(Schema.isPattern(new RegExp(`^[\\w-]{${SHORTEST},200}$`))),
  host: Schema.String,
  port: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 })),
  pid: Schema.Natural
}))
const decode = Schema.decodeUnknownSync(Kept)

/** On Windows files have no such bits: who may read a user's folder is said elsewhere. */
const isOwners = ({ mode, uid }: { readonly mode: number; readonly uid: number }): boolean =>
  process.platform === "win32" || ((mode & 0o77) === 0 && uid === process.getuid?.())

/**
 * What was kept; undefined where nothing was, or what cannot be read: then it is made anew. What others could have read is not
 * used any more, which is said.
 */
export const readServing = Effect.fn("studio.readServing")(function*(folder: string) {
  const path = servingPath(folder), file = lstatSync(path, { throwIfNoEntry: false })
  if (file === undefined) return undefined
  if (!file.isFile() || !isOwners(file)) {
    yield* note(`note: others could read ${path}, so that the page gets another link`)
    return undefined
  }
  try {
    const { version: _version, ...kept } = decode(readFileSync(path, "utf8"))
    return kept satisfies KeptServing as KeptServing
  } catch {
    return undefined
  }
})

const write = (folder: string, kept: KeptServing): void => {
  const path = servingPath(folder), made = `${path}.${randomUUID()}.tmp`
  const file = openSync(made, "wx", 0o600)
  try {
    writeSync(file, `${JSON.stringify({ version: 1, ...kept }, null, 2)}\n`)
    fsyncSync(file)
    closeSync(file)
    renameSync(made, path)
  } catch (error) {
    rmSync(made, { force: true })
    throw error
  }
}

/** Keeps how the page is reached, for the owner's eyes alone. Fails with `FileProblem` where it cannot be written. */
export const writeServing = (folder: string, kept: KeptServing): Effect.Effect<void, FileProblem> =>
  Effect.try({
    try: () => write(folder, kept),
    catch: (cause) =>
      new FileProblem({
        path: servingPath(folder),
        problem: `the page's link cannot be kept here (${cause instanceof Error ? cause.message : String(cause)})`,
        hint: "make the project's folder writable",
        reason: "Denied",
        cause
      })
  })
