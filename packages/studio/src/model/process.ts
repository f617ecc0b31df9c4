/**
 * The program of the process that exports a model, or labels: asked once, it answers and ends. It ends with its parent.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Kernels } from "@marginalia/core/node"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { availableParallelism } from "node:os"
import { goBehind } from "../behind.ts"
import { writePrepared } from "../formats/prepared.ts"
import { openItems } from "../items/open.ts"
import { readProject } from "../project/project.ts"
import { readSettings } from "../project/settings.ts"
import { toldOf } from "../told.ts"
import { exportModel } from "./export.ts"
import type { ExportRequest, FromProcess } from "./make.ts"

const tell = (message: FromProcess): Effect.Effect<void> =>
  Effect.callback((resume) => {
    if (!process.connected) process.exit(0)
    process.send!(message, () => resume(Effect.void))
  })

const asked = Effect.callback<ExportRequest>((resume) =>
  void process.once("message", (request: ExportRequest) => resume(Effect.succeed(request)))
)

const write = Effect.fnUntraced(function*({ folder, format, out, plugins }: ExportRequest) {
  // Before the items: a plugin may bring them.
  yield* readRegistry(plugins)
  const source = yield* readSettings(folder), { head, session } = yield* readProject(folder)
  const items = yield* openItems(source)
  if (format !== "model") {
    yield* writePrepared({ folder, session, items }, format, out)
    return session.seq()
  }
  const { labeling } = yield* exportModel({ folder, head, items, plugins, session, source }, out)
  return labeling.journal.events
})

// Who labels meanwhile goes first.
goBehind()

const program = Effect.flatMap(asked, write).pipe(Effect.matchCauseEffect({
  onSuccess: (events) => tell({ _tag: "Made", events }),
  onFailure: (cause) => tell({ _tag: "NotMade", told: toldOf(Cause.squash(cause)) })
}))

// Ctrl-C goes to all processes of the terminal; the parent decides what becomes of this one.
process.on("SIGINT", () => {})
process.on("disconnect", () => process.exit(0))
if (!process.connected) process.exit(0)
const threads = Math.max(1, availableParallelism() - 1)
await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide([NodeServices.layer, Kernels.layer({ threads })])))
process.exit(0)
