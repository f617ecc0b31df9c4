/**
 * A graphics card beside those who compute, and what it does not go with. Tested in packages/cli/test/card.test.ts.
 */
import { Message } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** What the kernels compute on. */
export type KernelsOn = "cpu" | "webgpu"

interface Asked {
  readonly kernels?: KernelsOn | undefined
  readonly memory?: number | undefined
  readonly elsewhere?: unknown
}

const conflict = (other: string, because: string): UsageProblem =>
  new UsageProblem({
    problem: Message.text`${Message.setting("kernels", { value: "webgpu" })} does not go with ${
      Message.setting(other)
    }: ${because}`,
    hint: "give one of them",
    reason: "Conflict",
    settings: ["kernels", other]
  })

/** Refuses a card where memory is counted, and where other machines compute. */
export const checkCard = ({ elsewhere, kernels, memory }: Asked): Effect.Effect<void, UsageProblem> => {
  if (kernels !== "webgpu") return Effect.void
  if (elsewhere !== undefined) return Effect.fail(conflict("shards", "the machines that have the rows compute"))
  return memory === undefined ? Effect.void : Effect.fail(conflict("memory", "what a driver takes is in no plan"))
}

/** Those who compute, with kernels that ask a card first where that is asked for. */
export const onCard = <E>(engine: Layer.Layer<never, E>, { kernels }: Asked) =>
  Effect.gen(function*() {
    if (kernels !== "webgpu") return engine
    const { layer } = yield* Effect.promise(() => import("@marginalia/core/webgpu"))
    const { gpuHere } = yield* Effect.promise(() => import("@marginalia/models/webgpu"))
    return Layer.provideMerge(layer({ gpu: yield* gpuHere }), engine)
  })
