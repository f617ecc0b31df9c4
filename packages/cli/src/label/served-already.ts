/**
 * `marginalia label` of a project that is served already: the link to it, where it can be read.
 */
import type { JournalError } from "@marginalia/core/Journal"
import { FileProblem } from "@marginalia/datasets/files/errors"
import { readServing } from "@marginalia/studio/project/serving"
import { linkFor, linkOf } from "@marginalia/studio/server/hosts"
import * as Effect from "effect/Effect"
import { printData } from "../terminal/print.ts"

/**
 * What becomes of a project in `folder` that another process has open. Where that is its server, the link is printed as its start
 * printed it (for the person of the `name`, where there is one), and the failure says that it is served; else the refusal stands.
 */
export const servedAlready = Effect.fnUntraced(
  function*(folder: string, name: string | undefined, locked: JournalError) {
    const { reason } = locked, kept = yield* readServing(folder)
    if (reason._tag !== "Locked" || kept === undefined || kept.pid !== reason.owner?.pid) return yield* locked
    const link = linkOf(kept)
    yield* printData(name === undefined ? link : linkFor(link, name))
    return yield* new FileProblem({
      path: folder,
      problem: `process ${kept.pid} serves this project already (since ${reason.owner.since})`,
      hint: "open the link that was printed now, or stop that process to serve it anew",
      reason: "Busy",
      cause: locked
    })
  }
)
