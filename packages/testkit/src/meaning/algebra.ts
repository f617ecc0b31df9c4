/**
 * How filters, scores and `top` go together.
 */
import { Filter, Score, type Select, Stage } from "@marginalia/core"
import { same } from "../claim.ts"
import { type Full, laterFrame } from "../generate/frame.ts"
import type { Law, Setting } from "../Law.ts"
import { runStage } from "../laws/stage.ts"
import { forQueries, settle } from "../run.ts"
import { holding, meaning } from "./law.ts"

/** A score that speaks of each item by itself, and a way to take the highest of a score (`top`). */
export interface Ordered {
  readonly score: Score.Any
  readonly top: (score: Score.Any) => Select.Any
}

interface Tools {
  /** The candidates after some filters. */
  readonly after: (...stages: ReadonlyArray<Stage.Any>) => Promise<Uint32Array>
  /** The picks after some filters. */
  readonly picks: (score: Score.Any, ...stages: ReadonlyArray<Stage.Any>) => Promise<Uint32Array>
  readonly frame: Full
}

const through = (setting: Setting, stages: ReadonlyArray<Stage.Any>, frame: Full): Promise<Full> =>
  settle(setting, runStage(stages.reduce<Stage.Any>((all, next) => Stage.andThen(all, next), Stage.identity), frame))

const toolsOf = (setting: Setting, { top }: Ordered, frame: Full): Tools => ({
  frame,
  after: async (...stages) => (await through(setting, stages, frame)).candidates,
  picks: async (score, ...stages) =>
    (await settle(setting, top(score).pick(await through(setting, stages, frame)))).positions
})

const law = (
  id: string,
  title: string,
  statement: string,
  holds: (tools: Tools, score: Score.Any) => Promise<void>
): Law<Ordered> =>
  meaning<Ordered>({
    id,
    title,
    statement,
    about: "a score that speaks of each item by itself, and its top",
    property: (subject, setting) =>
      forQueries(holding(setting, subject.score.needs), {}, (input) =>
        holds(toolsOf(setting, subject, laterFrame(input)), subject.score))
  })

/** keepTop twice. */
export const keepTopTwice = law(
  "keep-top-twice",
  "keeping the top m of the top n is keeping the top of the smaller number",
  "keepTop(m) after keepTop(n) keeps what keepTop(min(m, n)) keeps; so keepTop of a number is idempotent.",
  async ({ after }, score) => {
    for (const [m, n] of [[3, 5], [5, 3], [4, 4]] as const) {
      const found = await after(Filter.keepTop(score, n), Filter.keepTop(score, m))
      same(`the top ${m} of the top ${n}`, found, await after(Filter.keepTop(score, Math.min(m, n))))
    }
  }
)

/** top after keepTop. */
export const topOfTop = law(
  "top-of-top",
  "keeping the top before taking the top changes nothing",
  "top after keepTop(n) of the same score, n at least the budget, picks what top alone picks.",
  async ({ frame, picks }, score) => {
    const kept = Filter.keepTop(score, frame.budget + 1)
    same("the picks", await picks(score, kept), await picks(score))
  }
)

/** Increasing maps. */
export const increasingMaps = law(
  "increasing-maps",
  "an increasing map of the score leaves its top alone",
  "Ranks, doubles, and twice turned round: the same items are picked in the same order.",
  async ({ picks }, score) => {
    const plain = await picks(score)
    same("the picks by rank", await picks(Score.rank(score)), plain)
    same("the picks by the double", await picks(Score.scale(score, 2)), plain)
    same("the picks by what is turned round twice", await picks(Score.negate(Score.negate(score))), plain)
  }
)

/** Two thresholds one after the other keep what the higher one keeps. */
export const thresholdsCommute = law(
  "thresholds-commute",
  "threshold filters commute, and twice is once",
  "at-least filters give the same candidates in any order, and the same again when applied again.",
  async ({ after }, score) => {
    const [high, low] = [Filter.atLeast(score, 0.5), Filter.atLeast(Score.negate(score), -1.5)]
    const once = await after(high, low)
    same("in the other order", await after(low, high), once)
    same("applied again", await after(high, low, high), once)
  }
)

/** Stages compose. */
export const stagesCompose = law(
  "stages-compose",
  "stages compose like lists",
  "Composition is associative, and the identity stage changes nothing on either side.",
  async ({ after, frame }, score) => {
    const [f, g, h] = [Filter.keepTop(score, "80%"), Filter.atLeast(score, 0), Filter.keepTop(score, frame.budget)]
    const plain = await after(f, g, h)
    same("f | (g | h)", await after(Stage.andThen(f, Stage.andThen(g, h))), plain)
    same("(f | g) | h", await after(Stage.andThen(Stage.andThen(f, g), h)), plain)
    same("identity | f", await after(Stage.andThen(Stage.identity, f)), await after(f))
    same("f | identity", await after(Stage.andThen(f, Stage.identity)), await after(f))
  }
)
