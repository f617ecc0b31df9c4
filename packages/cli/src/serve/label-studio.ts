/**
 * `marginalia serve label-studio`.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { UsageProblem } from "@marginalia/datasets/problems"
import { variable } from "@marginalia/datasets/variable"
import type { TasksOf } from "@marginalia/studio/label-studio/ground"
import { serveLabelStudio } from "@marginalia/studio/label-studio/start"
import { checkPort } from "@marginalia/studio/server/port"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { served } from "../served.ts"
import { printData } from "../terminal/print.ts"
import type { StudioInput } from "./flags.ts"
import { givenLabels } from "./labels.ts"

const tasksOf = ({ pool, project }: StudioInput): Effect.Effect<TasksOf, UsageProblem> => {
  if (Option.isSome(project) && Option.isNone(pool)) return Effect.succeed({ project: project.value })
  if (Option.isSome(pool) && Option.isNone(project)) return Effect.succeed({ pool: pool.value })
  const problem = Message.text`one of ${Message.setting("project")} and ${Message.setting("pool")} is needed`
  return Effect.fail(
    new UsageProblem({
      problem,
      hint: "say which items Label Studio's tasks are of",
      reason: Option.isSome(pool) ? "Conflict" : "Missing",
      setting: "project",
      settings: ["project", "pool"]
    })
  )
}

const authOf = Effect.fnUntraced(function*({ basicAuth }: StudioInput) {
  const text = Option.getOrUndefined(basicAuth) ?? (yield* variable("MARGINALIA_BASIC_AUTH"))
  if (text === undefined || /^[^:]+:.+$/s.test(text)) return text
  return yield* new UsageProblem({
    problem: "--basic-auth is no user and password",
    hint: "write USER:PASSWORD",
    reason: "Value",
    setting: "basicAuth",
    value: undefined,
    expected: "USER:PASSWORD"
  })
})

/** Serves Label Studio's ML backend until it is stopped. */
export const labelStudio = Effect.fn("serve.label-studio")(function*(input: StudioInput) {
  yield* checkPort(input.port)
  const basicAuth = yield* authOf(input), of = yield* tasksOf(input), { every, host, plugin, port } = input
  yield* Effect.scoped(Effect.gen(function*() {
    const path = "pool" in of ? of.pool : ""
    const { items, kind, labels, strategy, url } = yield* serveLabelStudio({
      of,
      labels: (ids) => Effect.map(givenLabels(input, path, ids), (read) => read.labels),
      encoder: Option.getOrUndefined(input.encoder),
      strategy: Option.getOrUndefined(input.strategy),
      every,
      host,
      port,
      basicAuth,
      plugins: plugin
    })
    yield* printData(url)
    yield* note(`${counted(items, kind)}, ${counted(labels, "label")}, ordered by ${strategy}; Ctrl-C ends it`)
    yield* served
  }))
})
