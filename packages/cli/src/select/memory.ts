/**
 * The memory that a selection may take, as it is written on the command line. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import { Message, Quote } from "@marginalia/core"
import { sizeIn } from "@marginalia/datasets/limits"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"

/** Bytes; undefined where no limit is given. */
export const readMemory = (text: Option.Option<string>): Effect.Effect<number | undefined, UsageProblem> => {
  if (Option.isNone(text)) return Effect.succeed(undefined)
  const size = sizeIn(text.value)
  return size !== undefined ? Effect.succeed(size) : Effect.fail(
    new UsageProblem({
      problem: Message.text`${Message.setting("memory")} is ${Quote.value(text.value)}, which is no size`,
      hint: "write 512MB, 2GB or 1GiB (MB is 1,000,000 bytes, MiB 1,048,576)",
      reason: "Value",
      setting: "memory",
      value: text.value,
      expected: "a size such as 512MB"
    })
  )
}

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
