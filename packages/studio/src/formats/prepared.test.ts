import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { folderOf } from "../../../datasets/test/pictures.ts"
import { label, says } from "../../test/sessions.ts"
import { itemsOf, subjectOf } from "../../test/subject.ts"
import { formats } from "./format.ts"
import { sendPrepared, writePrepared } from "./prepared.ts"
import { sendProject } from "./send.ts"

const acts = [says("ann", [0, 2], label(0)), says("bob", [1], label(1))]

const bytesOf = <E, R>(bytes: Stream.Stream<Uint8Array, E, R>) =>
  Effect.map(Stream.runCollect(bytes), (pieces) => Buffer.concat(pieces))

describe("an export that another process prints", () => {
  it.effect("is byte by byte what is sent where it is printed, in every form", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({})
      for (const kind of ["image", "text"] as const) {
        // Names that a line of text might be cut at.
        const ids = kind === "image" ? ["a/1\u2028.jpg", "b/1\r.jpg", "ü.png"] : ["1\n2", "b", "c"]
        const subject = subjectOf(itemsOf(ids, { kind }), acts, { measure: 0.5, seed: 3 })
        for (const { format, of } of formats) {
          if (of !== undefined && of !== kind) continue
          const out = join(root, `${kind}-${format}`)
          const whole = yield* sendProject(subject, format)
          yield* writePrepared(subject, format, out)
          const { bytes, fileName, type } = yield* sendPrepared(subject, format, out)
          assert.deepStrictEqual([fileName, type], [whole.fileName, whole.type])
          assert.isTrue((yield* bytesOf(bytes)).equals(yield* bytesOf(whole.bytes)), `${kind} ${format}`)
          rmSync(out, { recursive: true })
          assert.strictEqual((yield* Effect.flip(bytesOf(bytes)))._tag, "FileProblem", format)
        }
      }
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
