/**
 * What goes out of a project, made by a process of its own: embedding and fitting, and printing many labels, are never in the
 * server's loop. Its model comes as a zip.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type ChildProcess, fork } from "node:child_process"
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, relative, sep } from "node:path"
import type { Export, Format } from "../formats/format.ts"
import { makeZip } from "../formats/zip.ts"
import { programIn } from "../program.ts"
import type { Told } from "../told.ts"

/** What the process is asked: to write the export of the project in `folder` into `out`, which is not there yet. */
export interface ExportRequest {
  readonly format: Export
  readonly folder: string
  readonly out: string
  readonly plugins: ReadonlyArray<string>
}

/** What it answers, once. */
export type FromProcess =
  | { readonly _tag: "Made"; readonly events: number }
  | { readonly _tag: "NotMade"; readonly told: Told }

/** Why there is no export. */
export type NoExportReason =
  /** The process that makes it says why; `told` is its error. */
  | { readonly _tag: "Failed"; readonly told: Told }
  /** The process could not be started. */
  | { readonly _tag: "NotStarted"; readonly cause: Error }
  /** The process ended before it was done, with a `code` or by a `signal`. */
  | { readonly _tag: "Ended"; readonly code: number | null; readonly signal: string | null }

const sentence = (reason: NoExportReason): string => {
  switch (reason._tag) {
    case "Failed":
      return reason.told.problem
    case "NotStarted":
      return `the process that makes the export could not be started (${reason.cause.message})`
    case "Ended":
      return `the process that makes the export ended with ${reason.signal ?? `code ${reason.code}`}`
  }
}

/** There is no export; `reason` says why, and the message what to do. */
export class NoExport extends Data.TaggedError("NoExport")<{ readonly reason: NoExportReason }> {
  get exitCode(): number {
    return this.reason._tag === "Failed" ? 1 : 2
  }
  override get message(): string {
    return sentence(this.reason)
  }
}

/** A model, packed. */
export interface PackedModel {
  readonly bytes: Uint8Array
  /** The last event of the journal that it knows of. */
  readonly events: number
}

/** Makes the model of the project in a folder, as it is now; interrupted, the work ends. */
export type MakeModel = (
  folder: string,
  plugins: ReadonlyArray<string>
) => Effect.Effect<PackedModel, NoExport>

const start = Effect.acquireRelease(
  Effect.sync(() =>
    fork(programIn("model", import.meta.url), [], { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] })
  ),
  (child) => Effect.sync(() => void child.kill("SIGKILL"))
)

const ask = (child: ChildProcess, request: ExportRequest): Effect.Effect<number, NoExport> =>
  Effect.callback((resume) => {
    const fail = (reason: NoExportReason) => resume(Effect.fail(new NoExport({ reason })))
    child.once(
      "message",
      (message: FromProcess) =>
        message._tag === "Made" ? resume(Effect.succeed(message.events)) : fail({ _tag: "Failed", told: message.told })
    )
    child.once("error", (cause) => fail({ _tag: "NotStarted", cause }))
    child.once(
      "close",
      (code, signal) => fail({ _tag: "Ended", code, signal })
    )
    child.send(request, () => {})
  })

/** A folder as a zip, by name. */
export const packFolder = async (folder: string): Promise<Uint8Array> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }), zip = makeZip()
  const files = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name)).sort()
  const pieces: Array<Uint8Array> = []
  for (const file of files) {
    pieces.push(...zip.add({ path: relative(folder, file).split(sep).join("/"), bytes: await readFile(file) }))
  }
  return Buffer.concat([...pieces, zip.end()])
}

/** A folder for as long as the scope lasts. */
const temporary = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "marginalia-model-"))),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
)

/** See {@link MakeModel}. Fails as `exportModel` does. The same project gives the same bytes. */
export const makeModel: MakeModel = Effect.fn("studio.makeModel")(
  function*(folder: string, plugins: ReadonlyArray<string>) {
    const out = join(yield* temporary, "model")
    const events = yield* ask(yield* start, { folder, out, plugins, format: "model" })
    return { bytes: yield* Effect.promise(() => packFolder(out)), events } satisfies PackedModel as PackedModel
  },
  Effect.scoped
)

/** An export that lies in a folder, as `writePrepared` leaves it there. */
export interface MadeFiles {
  readonly folder: string
  /** The last event of the journal that it knows of. */
  readonly events: number
}

/** Makes an export of the labels of the project in a folder, as it is now; what was made is gone with the scope. */
export type MakeFiles = (
  folder: string,
  plugins: ReadonlyArray<string>,
  format: Format
) => Effect.Effect<MadeFiles, NoExport, Scope.Scope>

/** See {@link MakeFiles}. Fails as `exportProject` does. */
export const makeFiles: MakeFiles = Effect.fn("studio.makeFiles")(
  function*(folder: string, plugins: ReadonlyArray<string>, format: Format) {
    const out = join(yield* temporary, "export")
    const events = yield* Effect.scoped(Effect.flatMap(start, (child) => ask(child, { folder, out, plugins, format })))
    return { folder: out, events } satisfies MadeFiles as MadeFiles
  }
)
