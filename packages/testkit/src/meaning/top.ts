/**
 * What `top` means.
 */
import type { Score, Select } from "@marginalia/core"
import { Frame } from "@marginalia/core"
import { claim, list } from "../claim.ts"
import { type Full, laterFrame } from "../generate/frame.ts"
import type { Law, Setting } from "../Law.ts"
import { forQueries, settle } from "../run.ts"
import { holding, meaning } from "./law.ts"

/** A selector, `select`, that is said to take the highest of a score. */
export interface TopOf {
  readonly score: Score.Any
  readonly select: Select.Any
}

interface Chosen {
  readonly frame: Full
  readonly scores: Float64Array
  readonly picks: Uint32Array
  readonly left: Uint32Array
}

const choose = async (setting: Setting, { score, select }: TopOf, frame: Full): Promise<Chosen> => {
  const scores = await settle(setting, score.of(frame))
  const { positions: picks } = await settle(setting, select.pick(frame))
  return { frame, scores, picks, left: Frame.without(frame.candidates, picks) }
}

const onChoices = (holds: (chosen: Chosen) => void): Law<TopOf>["property"] => (subject, setting) =>
  forQueries(holding(setting, subject.score.needs), {}, async (input) => {
    holds(await choose(setting, subject, laterFrame(input)))
  })

/** Nothing left out outscores anything chosen. */
export const topIsHighest = meaning<TopOf>({
  id: "top-is-highest",
  title: "nothing left out outscores anything chosen",
  statement: "Every pick scores at least as high as every candidate left out, and the picks' scores never rise.",
  about: "a score and a selector that takes its highest",
  property: onChoices(({ left, picks, scores }) => {
    picks.forEach((pick, i) => {
      const better = left.find((position) => scores[position]! > scores[pick]!)
      claim(better === undefined, () => `position ${better} is left out for ${pick}; the scores are ${list(scores)}`)
      const rises = i > 0 && scores[pick]! > scores[picks[i - 1]!]!
      claim(!rises, () => `the scores rise along the picks ${list(picks)} of ${list(scores)}`)
    })
  })
})

/** Ties go to the smaller position. */
export const tiesToSmaller = meaning<TopOf>({
  id: "ties-to-smaller",
  title: "ties go to the smaller position",
  statement: "Of candidates with equal scores those with the smaller positions are chosen, in order.",
  about: "a score and a selector that takes its highest",
  property: onChoices(({ left, picks, scores }) => {
    picks.forEach((pick, i) => {
      const first = left.find((position) => scores[position] === scores[pick] && position < pick)
      claim(first === undefined, () => `position ${pick} is chosen and not ${first}, which scores the same`)
      const before = picks[i - 1]
      const falls = before !== undefined && scores[before] === scores[pick] && before > pick
      claim(!falls, () => `position ${before} comes before ${pick}, which scores the same`)
    })
  })
})
