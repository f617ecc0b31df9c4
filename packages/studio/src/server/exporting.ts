/**
 * What can be had of a project, prepared once: asked whether it can be had, a page may then fetch it.
 */
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type Export, type Format, formats } from "../formats/format.ts"
import { sendPrepared } from "../formats/prepared.ts"
import { nameOf, sendProject } from "../formats/send.ts"
import type { Items } from "../items/item.ts"
import type { MadeFiles, MakeFiles, MakeModel, NoExport, PackedModel } from "../model/make.ts"
import type { Project } from "../project/project.ts"

/** It is still being made, after so many `seconds` of waiting: ask again. */
export class StillMade extends Data.TaggedError("StillMade")<{ readonly seconds: number }> {
  readonly exitCode = 2
  override get message(): string {
    return "it is still being made; ask again in a moment"
  }
}

type Sending = Effect.Success<ReturnType<typeof sendProject>> | Effect.Success<ReturnType<typeof sendPrepared>>

/** See the functions. */
export interface Exporting {
  /**
   * The file of a form, as the project is now; kept until it is taken, so that asking and then fetching prepares it once. The model,
   * and the labels of many items, are made by a process of its own, whoever waits for it: at most some seconds.
   */
  readonly prepare: (
    format: Export
  ) => Effect.Effect<
    Sending,
    Effect.Error<ReturnType<typeof sendProject>> | NoExport | StillMade,
    FileSystem.FileSystem | Path.Path
  >
  /** Forgets what was kept. */
  readonly taken: Effect.Effect<void>
}

/** What it takes. */
export interface Exported {
  readonly project: Project
  readonly items: Items
  readonly makeModel: MakeModel
  readonly makeFiles: MakeFiles
  /** Labels of so many items at most are printed in the server's loop: some ten milliseconds of it. Default 400. */
  readonly most?: number | undefined
  readonly plugins: ReadonlyArray<string>
}

/** How long an export is waited for at once: less than browsers and the server's own clock allow a request. */
const PATIENCE = 15

/** What a process makes knows the journal up to an event. */
interface Made {
  readonly events: number
}

/** One is made at a time, and kept while the journal says no more than it knows. */
const keeper = Effect.fnUntraced(function*<A extends Made>(make: Effect.Effect<A, NoExport>, seq: () => number) {
  const scope = yield* Effect.scope
  let current: Deferred.Deferred<A, NoExport> | undefined, made: A | undefined
  const begin = Effect.fnUntraced(function*() {
    const next = yield* Deferred.make<A, NoExport>()
    current = next
    yield* make.pipe(
      Effect.tap((one) => Effect.sync(() => void (made = one))),
      Effect.onExit((exit) =>
        Effect.suspend(() => {
          current = undefined
          return Deferred.done(next, exit)
        })
      ),
      Effect.forkIn(scope)
    )
    return next
  })
  return Effect.gen(function*() {
    if (made !== undefined && made.events >= seq()) return made
    made = undefined
    return yield* Deferred.await(current ?? (yield* begin())).pipe(Effect.timeoutOrElse({
      duration: `${PATIENCE} seconds`,
      orElse: () => new StillMade({ seconds: PATIENCE })
    }))
  })
})

/** Files of exports in folders of their own: who reads one may go on while the next is there, and the one before is removed. */
const filesOf = Effect.fnUntraced(function*(
  { makeFiles, plugins, project }: Exported,
  format: Format
) {
  const room = yield* Effect.scope
  let kept: Scope.Closeable | undefined, before: Scope.Closeable | undefined
  const make: Effect.Effect<MadeFiles, NoExport> = Effect.gen(function*() {
    const own = yield* Scope.fork(room)
    const made = yield* makeFiles(project.folder, plugins, format).pipe(
      Scope.provide(own),
      Effect.onError((cause) => Scope.close(own, Exit.failCause(cause)))
    )
    if (before !== undefined) yield* Scope.close(before, Exit.void)
    before = kept
    kept = own
    return made
  })
  return yield* keeper(make, () => project.session().seq())
})

/** Of how many items something is said. */
const saidOf = ({ session }: Project): number => {
  const { bad, cannotTell, conflict, labeled, skipped } = session().counts()
  return bad + cannotTell + conflict + labeled + skipped
}

/** {@link filesOf} each form. */
const allFiles = (exported: Exported) =>
  Effect.map(
    Effect.forEach(formats, ({ format }) => Effect.map(filesOf(exported, format), (files) => [format, files] as const)),
    (all) => new Map(all)
  )

/** Labels of fewer items are printed at once: some ten milliseconds. */
const FEW = 400

/** See {@link Exporting}; what is being made ends with the scope. */
export const makeExporting = Effect.fnUntraced(function*(exported: Exported) {
  const { items, makeModel, most = FEW, plugins, project } = exported, seq = () => project.session().seq()
  const model = yield* keeper(makeModel(project.folder, plugins), seq), files = yield* allFiles(exported)
  let kept: { readonly key: string; readonly sending: Sending } | undefined
  const packed = Effect.map(model, ({ bytes }: PackedModel): Sending => ({
    fileName: nameOf(items, "model", "zip"),
    type: "application/zip",
    bytes: Stream.succeed(bytes)
  }))
  const prepare: Exporting["prepare"] = (format) =>
    Effect.gen(function*() {
      if (format === "model") return yield* packed
      if (saidOf(project) > most) return yield* sendPrepared({ items }, format, (yield* files.get(format)!).folder)
      const key = `${format} ${seq()}`
      if (kept?.key === key) return kept.sending
      const sending = yield* sendProject({ folder: project.folder, session: project.session(), items }, format)
      kept = { key, sending }
      return sending
    })
  return { prepare, taken: Effect.sync(() => void (kept = undefined)) } satisfies Exporting as Exporting
})
