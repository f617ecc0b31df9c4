/**
 * Parts whose answer goes by how work is cut, one of each kind.
 */
import { type Frame, Kernels, Matrix, Score, Select, Stage, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { answerOf, type Case, spec } from "./make.ts"

type With = Frame.Frame<"embedding">

/** The squared length of each candidate, divided by the number of threads. */
const lengths = (frame: With) =>
  Effect.map(
    Kernels.Kernels,
    ({ threads }) =>
      Float64Array.from(frame.candidates, (at) =>
        Matrix.row(frame.embedding, at).reduce((sum, x) => sum + x * x, 0) / threads)
  )

const score = Score.make({
  spec: spec("by-thread"),
  needs: ["embedding"],
  of: (frame: With) => Effect.map(lengths(frame), (scores) => Score.scatter(frame, scores))
})

/** The candidates of the first thread's part come last. */
const select = Select.make({
  spec: spec("by-part"),
  needs: ["embedding"],
  pick: (frame: With) =>
    Effect.map(Kernels.Kernels, ({ threads }) => {
      const part = Math.floor(frame.candidates.length / threads) % frame.candidates.length || 0
      const { candidates } = frame
      return answerOf([...candidates.subarray(part), ...candidates.subarray(0, part)].slice(0, frame.budget))
    })
})

const stage = Stage.make({
  spec: spec("by-part-filter"),
  needs: ["embedding"],
  adds: [],
  run: (frame: With) =>
    Effect.map(Kernels.Kernels, ({ threads }) => ({
      candidates: frame.candidates.subarray(0, Math.ceil(frame.candidates.length / threads))
    }))
})

/** The cases. */
export const threads: ReadonlyArray<Case> = [
  { law: "threads", fault: "begins with the second part", subject: Strategy.make(select) },
  { law: "score-threads", fault: "is a mean over threads", subject: score },
  { law: "select-threads", fault: "begins with the second part", subject: select },
  { law: "stage-threads", fault: "keeps the first part only", subject: stage }
]
