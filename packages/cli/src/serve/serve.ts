/**
 * `marginalia serve`.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { numbered } from "@marginalia/datasets/dataset"
import { readPool } from "@marginalia/datasets/files/pool"
import { UsageProblem } from "@marginalia/datasets/problems"
import { variable } from "@marginalia/datasets/variable"
import { checkPort } from "@marginalia/studio/server/port"
import { SHORTEST } from "@marginalia/studio/server/token"
import { serveService } from "@marginalia/studio/service/serve"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { resolve } from "node:path"
import { served } from "../served.ts"
import { printData } from "../terminal/print.ts"
import type { ServeInput } from "./flags.ts"
import { givenLabels } from "./labels.ts"

const tokenOf = Effect.fnUntraced(function*({ token }: ServeInput) {
  const text = Option.getOrUndefined(token) ?? (yield* variable("MARGINALIA_TOKEN"))
  if (text === undefined || (text.length >= SHORTEST && /^[\x21-\x7e]+$/.test(text))) return text
  const problem = `the token has ${counted(text.length, "character")}, or some that a header cannot hold`
  return yield* new UsageProblem({
    problem,
    hint: `give ${SHORTEST} letters, digits or signs at least, or none for a new one`,
    reason: "Value",
    setting: "token",
    value: undefined,
    expected: `${SHORTEST} letters, digits or signs at least`
  })
})

const labelsOf = Effect.fnUntraced(function*(input: ServeInput, idColumn: string | undefined) {
  if (Option.isNone(input.labels)) return (yield* givenLabels(input, input.pool, [])).labels
  const { ids, matrix } = yield* readPool(input.pool, {
    offset: "keep",
    ...(idColumn === undefined ? {} : { idColumn })
  })
  const { declined, labels } = yield* givenLabels(input, input.pool, ids ?? numbered(matrix.rows))
  return [...labels, ...declined.map((id) => ({ id, label: null }))]
})

/** Serves the API for programs until it is stopped. */
export const serve = Effect.fn("serve")(function*(input: ServeInput) {
  const { host, pool, port, queue } = input, idColumn = Option.getOrUndefined(input.idColumn)
  yield* checkPort(port)
  const given = yield* tokenOf(input), labels = yield* labelsOf(input, idColumn)
  yield* Effect.scoped(Effect.gen(function*() {
    const { items, notes, token, url } = yield* serveService({
      pool,
      idColumn,
      metadata: Option.getOrUndefined(input.metadata),
      labels,
      host,
      port,
      token: given,
      plugins: input.plugin.map((path) => resolve(path)),
      most: queue
    })
    for (const line of notes) yield* note(`note: ${line}`)
    yield* printData(url)
    if (given === undefined) yield* note(`Authorization: Bearer ${token}`)
    yield* note(`${pool}: ${counted(items, "item")}; ${url}/openapi.json says what can be asked; Ctrl-C ends it`)
    yield* served
  }))
})
