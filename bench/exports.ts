/**
 * What printing a project's labels costs a thread, by the form: processor time, so that a busy machine does not count. The server
 * prints small projects itself and leaves the others to a process.
 *
 *     node bench/exports.ts [items] [labels]
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { formats } from "../packages/studio/src/formats/format.ts"
import { sendProject } from "../packages/studio/src/formats/send.ts"
import { makeSession } from "../packages/studio/src/session/session.ts"
import { itemsOf } from "../packages/studio/test/subject.ts"

const [size = 100_000, labels = size] = process.argv.slice(2).map(Number)

const session = makeSession({
  _tag: "Created",
  version: 1,
  size,
  ids: "",
  classes: Array.from({ length: 10 }, (_, i) => `class ${i}`),
  strategy: "margin",
  encoder: "auto",
  measure: 0.2,
  overlap: 0,
  seed: 1
})

for (let item = 0; item < labels; item++) {
  const groups = [{ items: [item], answer: { _tag: "Label", class: item % 10 } as const }]
  session.apply({
    seq: item + 2,
    at: item,
    event: {
      _tag: "Answered",
      who: "a",
      nonce: `${item}`,
      view: "one",
      order: "strategy",
      ms: 1,
      suggested: null,
      groups
    }
  })
}

const items = itemsOf(Array.from({ length: size }, (_, i) => `photos/${i % 100}/${i}.jpg`))

for (const { format } of formats) {
  const from = process.threadCpuUsage()
  const sending = sendProject({ folder: "bench.marginalia", session, items }, format)
  const { bytes } = await Effect.runPromise(Effect.provide(sending, NodeServices.layer))
  const { system, user } = process.threadCpuUsage(from)
  const size = format === "folders" || format === "huggingface" ? 0 : await Effect.runPromise(
    Stream.runFold(bytes, () => 0, (sum, piece) => sum + piece.length)
  )
  console.log(`${format}: ${((system + user) / 1000).toFixed(0)} ms of processor, ${(size / 1e6).toFixed(1)} MB`)
}
