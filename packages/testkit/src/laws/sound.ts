/**
 * Laws of structure: whatever is asked, the answer is an answer.
 */
import type { Selection, Strategy } from "@marginalia/core"
import { claim, list, same } from "../claim.ts"
import type { Input, QueryOptions } from "../generate/query.ts"
import type { Law } from "../Law.ts"
import { answer, forOnly, forQueries } from "../run.ts"

/** The positions that may be chosen. */
const allowed = (input: Input): Set<number> => {
  const labeled = new Set(Array.from(input.labeled ?? []))
  const asked = input.candidates === undefined ? Array.from({ length: input.size }, (_, i) => i) : input.candidates
  return new Set(Array.from(asked).filter((position) => !labeled.has(position)))
}

/**
 * Claims that an answer to an `input` is exactly `budget` distinct unlabeled candidates. Throws {@link Broken} where it
 * is not.
 */
export const isSound = (input: Input, { positions }: Pick<Selection, "positions">): void => {
  const picks = list(positions)
  const budget = input.clamp === true ? Math.min(input.budget, allowed(input).size) : input.budget
  claim(positions.length === budget, () => `${positions.length} picks for a budget of ${budget}: ${picks}`)
  claim(new Set(positions).size === positions.length, () => `an item is picked twice: ${picks}`)
  const may = allowed(input)
  const stray = positions.find((position) => !may.has(position))
  claim(stray === undefined, () => `position ${stray} is labeled, or not among the candidates: ${picks}`)
}

const sound = (
  id: string,
  title: string,
  statement: string,
  must: QueryOptions = {}
): Law<Strategy.Any> => ({
  id,
  title,
  statement,
  kind: "structure",
  about: "strategy",
  property: (strategy, setting) =>
    forOnly(setting, must, async (input) => isSound(input, await answer(setting, strategy, input)))
})

/** Claims that the lists of an answer belong together. */
const isAligned = (input: Input, { budget, ids, picks, positions, scores }: Selection): void => {
  claim(budget === positions.length, () => `the budget is ${budget} and there are ${positions.length} picks`)
  same("the number of scores and picks", [scores.length, picks.length], [positions.length, positions.length])
  claim(
    ids.every((id, i) => id === (input.ids?.[positions[i]!] ?? String(positions[i]))),
    () => `ids are ${ids.join()}`
  )
  picks.forEach((pick, i) => {
    same(`pick ${i}: position, rank, score`, [pick.position, pick.rank, pick.score], [positions[i]!, i + 1, scores[i]!])
    claim(pick.id === ids[i], () => `pick ${i} has the id ${pick.id} instead of ${ids[i]}`)
  })
}

const aligned: Law<Strategy.Any> = {
  id: "aligned",
  title: "positions, ids, scores and picks belong together",
  statement: "Entry i of the positions, ids, scores and picks speaks of the same item, and its rank is i + 1.",
  kind: "structure",
  about: "strategy",
  property: (strategy, setting) =>
    forQueries(setting, {}, async (input) => {
      const ids = Array.from({ length: input.size }, (_, i) => `item ${input.size - i}`)
      isAligned({ ...input, ids }, await answer(setting, strategy, { ...input, ids }))
    })
}

/** The laws. */
export const soundness: ReadonlyArray<Law<Strategy.Any>> = [
  sound(
    "sound",
    "exactly as many distinct unlabeled candidates as asked for",
    "The answer holds exactly `budget` items for a budget of at most the unlabeled items, none twice, none labeled, "
      + "none from outside the candidates."
  ),
  sound("cold", "works with nothing labeled", "The answer is sound when the pool has no labels at all.", {
    labeled: "none"
  }),
  sound("warm", "works with labels", "The answer is sound when at least one item is labeled.", { labeled: "some" }),
  sound("whole", "can choose everything", "The answer is sound when all unlabeled items are asked for.", {
    budget: "all"
  }),
  sound(
    "more-than-clusters",
    "works with budgets above the number of clusters",
    "The answer is sound when more items are asked for than there are clusters, or distinct rows.",
    { budget: "all", partitions: ["one"], textures: ["duplicates", "grid"], minSize: 5 }
  ),
  sound("duplicates", "works with duplicates", "The answer is sound when rows are repeated, or all lie on one line.", {
    textures: ["duplicates", "grid", "collinear"],
    certainties: ["ties", "one-hot"]
  }),
  sound("one-point", "works where all items are alike", "The answer is sound when every row of the pool is the same.", {
    textures: ["point"],
    certainties: ["uniform"],
    partitions: ["one"]
  }),
  sound("one-item", "works on a pool of one", "The answer is sound when the pool holds a single item.", {
    minSize: 1,
    maxSize: 1,
    labeled: "none"
  }),
  aligned
]
