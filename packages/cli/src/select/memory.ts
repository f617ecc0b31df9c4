/**
 * What cannot be had within a memory. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import { Message } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"

/** Refuses the manifest of a pool in several files: it names one. */
export const checkManifest = Effect.fnUntraced(function*(
  { manifest, pool }: { readonly manifest: Option.Option<string>; readonly pool: string },
  memory: number | undefined
) {
  if (memory === undefined || Option.isNone(manifest)) return
  const fs = yield* FileSystem.FileSystem
  const type = yield* Effect.map(fs.stat(pool), (info) => info.type).pipe(Effect.orElseSucceed(() => undefined))
  if (type === "File" || (type === undefined && !/[*?]/.test(pool))) return
  return yield* new UsageProblem({
    problem: Message.text`${Message.setting("manifest")} names the pool's one file, and ${pool} is several`,
    hint: Message.text`leave ${Message.setting("manifest")} out`,
    reason: "Conflict",
    settings: ["manifest", "pool"]
  })
})
