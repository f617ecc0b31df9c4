/**
 * What Label Studio's tasks are of: a project, or items by themselves, and the labels that are known of them.
 * Tested in packages/cli/test/serve.test.ts.
 */
import { note } from "@marginalia/core/Notices"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openItems } from "../items/open.ts"
import { DEFAULT_STRATEGY } from "../learner/defaults.ts"
import { openProject, readProject } from "../project/project.ts"
import { readSettings } from "../project/settings.ts"
import { labeledIn } from "./record.ts"

/** Which items Label Studio's tasks are of: those of a project's folder, or those that lie at a path. */
export type TasksOf = { readonly project: string } | { readonly pool: string }

const temporary = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-serve-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** The project, to write what is annotated into it; undefined where another process has it, which is said. */
const openToWrite = (folder: string) =>
  openProject(folder).pipe(
    Effect.catchIf(
      (error) => error.reason._tag === "Locked",
      (locked) =>
        Effect.as(
          note(
            `note: ${locked.message}; until it is closed and this is started again, annotations are learned from, and not ` +
              "written into the project"
          ),
          undefined
        )
    )
  )

const ofProject = Effect.fnUntraced(function*(folder: string) {
  const source = yield* readSettings(folder), { session } = yield* readProject(folder)
  const items = yield* openItems(source)
  const { labels } = labeledIn(session, items.ids)
  const { created, heldOut } = session
  if (created.size !== items.size || created.ids !== items.hash) {
    return yield* new InvalidInput({
      path: folder,
      problem: "its items are not those that it was begun with",
      hint: "put back what was added, renamed or removed",
      reason: "Mismatch",
      value: items.hash,
      expected: created.ids
    })
  }
  return {
    source,
    items,
    project: yield* openToWrite(folder),
    labels,
    heldOut: heldOut.order,
    encoder: created.encoder,
    strategy: session.strategy(),
    seed: created.seed,
    folder
  }
})

const ofItems = Effect.fnUntraced(function*(path: string) {
  return {
    source: { path },
    project: undefined,
    items: yield* openItems({ path }),
    labels: new Map<number, string>() as ReadonlyMap<number, string>,
    heldOut: new Uint32Array(),
    encoder: "auto",
    strategy: DEFAULT_STRATEGY,
    seed: 0,
    folder: yield* temporary
  }
})

/** Opens what there is to order, until the scope ends. Fails as projects and the readers of items do. */
export const openGround = Effect.fnUntraced(function*(of: TasksOf) {
  return "project" in of ? yield* ofProject(of.project) : yield* ofItems(of.pool)
})
