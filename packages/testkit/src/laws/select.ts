/**
 * Laws of structure of selectors.
 */
import type { Select } from "@marginalia/core"
import { claim, list, same } from "../claim.ts"
import { frameOf, type Full, laterFrame } from "../generate/frame.ts"
import type { Law, Setting } from "../Law.ts"
import { forQueries, settle } from "../run.ts"
import { copy, untouched } from "./copy.ts"

const pick = (setting: Setting, select: Select.Any, frame: Full): Promise<Select.Picks> =>
  settle(setting, select.pick(frame))

const isSound = (frame: Full, { positions, scores }: Select.Picks): void => {
  const may = new Set(frame.candidates)
  const picks = list(positions)
  const stray = positions.find((position) => !may.has(position))
  claim(stray === undefined, () => `position ${stray} is not a candidate: ${picks} of ${list(frame.candidates)}`)
  claim(new Set(positions).size === positions.length, () => `an item is picked twice: ${picks}`)
  const wanted = Math.min(frame.budget, frame.candidates.length)
  claim(positions.length === wanted, () => `${positions.length} picks where ${wanted} are wanted: ${picks}`)
  claim(scores.length === positions.length, () => `${scores.length} scores for ${positions.length} picks`)
}

const sound: Law<Select.Any> = {
  id: "select-sound",
  title: "distinct candidates, as many as asked for",
  statement: "A selector answers distinct candidates, the budget's number of them or all there are, with a score each; "
    + "also after a filter, after earlier picks, and where no candidate is left.",
  kind: "structure",
  about: "select",
  property: (select, setting) =>
    forQueries(setting, {}, async (input) => {
      isSound(frameOf(input), await pick(setting, select, frameOf(input)))
      const later = laterFrame(input)
      isSound(later, await pick(setting, select, later))
    })
}

const pure: Law<Select.Any> = {
  id: "select-pure",
  title: "the same frame has the same picks",
  statement: "Asking a selector again, or with a copy of the frame, gives the same picks; "
    + "nothing the frame holds is written to.",
  kind: "structure",
  about: "select",
  property: (select, setting) =>
    forQueries(setting, {}, async (input) => {
      const frame = laterFrame(input)
      const first = (await untouched("frame", frame, () => pick(setting, select, frame))).positions.slice()
      same("the picks from the same frame", (await pick(setting, select, frame)).positions, first)
      same("the picks from a copy", (await pick(setting, select, copy(frame))).positions, first)
    })
}

const nested: Law<Select.Any> = {
  id: "select-nested",
  title: "a smaller budget's picks begin a larger budget's",
  statement: "A greedy selector asked for fewer items picks the first of those it picks when asked for more.",
  kind: "structure",
  about: "select",
  trait: "nested",
  property: (select, setting) =>
    forQueries(setting, {}, async (input) => {
      const frame = laterFrame(input)
      const all = (await pick(setting, select, frame)).positions
      const budget = Math.ceil(frame.budget / 2)
      const some = (await pick(setting, select, { ...frame, budget })).positions
      same(`the picks for a budget of ${budget}`, some, all.subarray(0, budget))
    })
}

const seedless: Law<Select.Any> = {
  id: "select-seedless",
  title: "the key does not matter",
  statement: "A selector without randomness picks the same items with every key.",
  kind: "structure",
  about: "select",
  trait: "deterministic",
  property: (select, setting) =>
    forQueries(setting, {}, async (input) => {
      const frame = laterFrame(input)
      const other = { ...frame, key: { hi: frame.key.lo, lo: (frame.key.hi + 1) >>> 0 } }
      const expected = (await pick(setting, select, frame)).positions
      same("the picks with another key", (await pick(setting, select, other)).positions, expected)
    })
}

/** The laws. */
export const ofSelectors: ReadonlyArray<Law<Select.Any>> = [sound, pure, nested, seedless]
