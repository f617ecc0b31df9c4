/**
 * What can be had of a project, prepared once: asked whether it can be had, a page may then fetch it.
 */
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import * as Stream from "effect/Stream"
import type { Export } from "../formats/format.ts"
import { nameOf, sendProject } from "../formats/send.ts"
import type { Items } from "../items/item.ts"
import type { MakeModel, NoModel, PackedModel } from "../model/make.ts"
import type { Project } from "../project/project.ts"

/** It is still being made, after so many `seconds` of waiting: ask again. */
export class StillMade extends Data.TaggedError("StillMade")<{ readonly seconds: number }> {
  readonly exitCode = 2
  override get message(): string {
    return "the model is still being made; ask again in a moment"
  }
}

type Sending = Effect.Success<ReturnType<typeof sendProject>>

/** See the functions. */
export interface Exporting {
  /**
   * The file of a form, as the project is now; kept until it is taken, so that asking and then fetching prepares it once. The model
   * is made by a process of its own, whoever waits for it: at most some seconds.
   */
  readonly prepare: (
    format: Export
  ) => Effect.Effect<
    Sending,
    Effect.Error<ReturnType<typeof sendProject>> | NoModel | StillMade,
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
  readonly plugins: ReadonlyArray<string>
}

/** How long a model is waited for at once: less than browsers and the server's own clock allow a request. */
const PATIENCE = 15

/** One model is made at a time, and kept while the journal says no more than it knows. */
const modelOf = Effect.fnUntraced(function*({ makeModel, plugins, project }: Exported) {
  const scope = yield* Effect.scope
  let current: Deferred.Deferred<PackedModel, NoModel> | undefined, made: PackedModel | undefined
  const begin = Effect.fnUntraced(function*() {
    const model = yield* Deferred.make<PackedModel, NoModel>()
    current = model
    yield* makeModel(project.folder, plugins).pipe(
      Effect.tap((packed) => Effect.sync(() => void (made = packed))),
      Effect.onExit((exit) =>
        Effect.suspend(() => {
          current = undefined
          return Deferred.done(model, exit)
        })
      ),
      Effect.forkIn(scope)
    )
    return model
  })
  return Effect.gen(function*() {
    if (made !== undefined && made.events >= project.session().seq()) return made
    made = undefined
    return yield* Deferred.await(current ?? (yield* begin())).pipe(Effect.timeoutOrElse({
      duration: `${PATIENCE} seconds`,
      orElse: () => new StillMade({ seconds: PATIENCE })
    }))
  })
})

/** See {@link Exporting}; what is being made ends with the scope. */
export const makeExporting = Effect.fnUntraced(function*(exported: Exported) {
  const { items, project } = exported, model = yield* modelOf(exported)
  let kept: { readonly key: string; readonly sending: Sending } | undefined
  const packed = Effect.map(model, ({ bytes }): Sending => ({
    fileName: nameOf(items, "model", "zip"),
    type: "application/zip",
    bytes: Stream.succeed(bytes)
  }))
  const prepare: Exporting["prepare"] = (format) =>
    Effect.gen(function*() {
      if (format === "model") return yield* packed
      const key = `${format} ${project.session().seq()}`
      if (kept?.key === key) return kept.sending
      const sending = yield* sendProject({ folder: project.folder, session: project.session(), items }, format)
      kept = { key, sending }
      return sending
    })
  return { prepare, taken: Effect.sync(() => void (kept = undefined)) } satisfies Exporting as Exporting
})
