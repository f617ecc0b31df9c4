/**
 * A small experiment on the digits, quick enough to be run a hundred times: margin sampling for a nearest-mean learner.
 */
import type * as Classifier from "@marginalia/core/Classifier"
import type { Plan } from "@marginalia/core/Experiment"
import * as Frame from "@marginalia/core/Frame"
import { Learner, type TrainingSet } from "@marginalia/core/Learner"
import type { Matrix } from "@marginalia/core/Matrix"
import * as Ranking from "@marginalia/core/Ranking"
import * as Rng from "@marginalia/core/Rng"
import * as Score from "@marginalia/core/Score"
import * as Select from "@marginalia/core/Select"
import * as Spec from "@marginalia/core/Spec"
import * as Strategy from "@marginalia/core/Strategy"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type LabeledData } from "../../src/digits.ts"
import { knownLabels } from "../../src/oracle/known.ts"

const top = <N extends "probability">(name: string, needs: ReadonlyArray<N>, of: (frame: never) => Score.Values) =>
  Strategy.make(Select.make<N>({
    spec: Spec.make(name),
    needs,
    pick: (frame) =>
      Effect.sync(() => {
        const scores = of(frame as never)
        const positions = Ranking.top(frame.candidates, scores, frame.budget)
        return { positions, scores: Float64Array.from(positions, (i) => scores[i]!) }
      })
  })) as Strategy.Any
