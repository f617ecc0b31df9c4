/**
 * Laws of structure: the answer follows from the question, and from nothing else.
 */
import type { Column, Selection, Strategy } from "@marginalia/core"
import * as fc from "fast-check"
import { claim, same } from "../claim.ts"
import { shuffled } from "../generate/draw.ts"
import { type Input, queryArb } from "../generate/query.ts"
import { show } from "../generate/show.ts"
import type { Law, Property } from "../Law.ts"
import { answer, forQueries } from "../run.ts"
import { copy, difference, untouched } from "./copy.ts"
import { columnsOf } from "./symmetry.ts"

/** Claims that two answers pick the same items for the same reasons. */
export const isSame = (what: string, found: Selection, expected: Selection): void => {
  same(`${what}: picks`, found.positions, expected.positions)
  same(`${what}: scores`, found.scores, expected.scores)
  const why = difference(found.picks, expected.picks, "picks")
  claim(why === undefined, () => `${what}: ${why}`)
}

const pure: Law<Strategy.Any> = {
  id: "pure",
  title: "the same question has the same answer",
  statement: "Asking again, with another question in between, gives the same picks, scores and reasons; "
    + "nothing the query holds is written to.",
  kind: "structure",
  about: "strategy",
  property: (strategy, setting) => {
    const queries = queryArb(setting.query)
    return fc.asyncProperty(queries, queries, async (input, other) => {
      const first = await untouched("query", input, () => answer(setting, strategy, input))
      await answer(setting, strategy, other)
      isSame("asked again", await answer(setting, strategy, input), first)
    }) as Property
  }
}

const content: Law<Strategy.Any> = {
  id: "content",
  title: "what counts is what the arrays hold",
  statement: "A copy of the question, in other arrays, has the same answer.",
  kind: "structure",
  about: "strategy",
  property: (strategy, setting) =>
    forQueries(setting, {}, async (input) => {
      const first = await answer(setting, strategy, input)
      isSame("asked with a copy", await answer(setting, strategy, copy(input)), first)
    })
}

const transfer: Law<Strategy.Any> = {
  id: "transfer",
  title: "handing a column over changes nothing",
  statement: "With its columns handed over, so that a part may write over them, the question has the same answer.",
  kind: "structure",
  about: "strategy",
  property: (strategy, setting) =>
    forQueries(setting, {}, async (input) => {
      const first = await answer(setting, strategy, input)
      const handed = { ...copy(input), transfer: Object.keys(columnsOf(input)) as Array<Column> }
      isSame("asked with columns handed over", await answer(setting, strategy, handed), first)
    })
}

const names: Law<Strategy.Any> = {
  id: "names",
  title: "ids do not matter",
  statement: "Giving the items other ids changes no position that is picked.",
  kind: "structure",
  about: "strategy",
  property: (strategy, setting) =>
    forQueries(setting, {}, async (input) => {
      const ids = Array.from({ length: input.size }, (_, i) => `z${input.size - i}`)
      const first = await answer(setting, strategy, input)
      same("picks with other ids", (await answer(setting, strategy, { ...input, ids })).positions, first.positions)
    })
}

/** The same question with its lists of positions in another order, the labels along with the labeled. */
const reordered = (input: Input): Input => {
  const labeled = Array.from(input.labeled ?? [])
  const candidates = Array.from(input.candidates ?? Array.from({ length: input.size }, (_, i) => i))
  const order = shuffled(input.seed, "labeled order", labeled.length)
  return show({
    ...input,
    labeled: Array.from(order, (i) => labeled[i]!),
    ...(input.labels === undefined ? {} : { labels: Array.from(order, (i) => input.labels![i]!) }),
    candidates: Array.from(shuffled(input.seed, "candidate order", candidates.length), (i) => candidates[i]!)
  })
}

const order: Law<Strategy.Any> = {
  id: "order",
  title: "the order of candidates and labeled items does not matter",
  statement: "Listing the candidates, and the labeled items with their labels, in another order changes no pick.",
  kind: "structure",
  about: "strategy",
  property: (strategy, setting) =>
    forQueries(setting, {}, async (input) => {
      const first = await answer(setting, strategy, input)
      const found = await answer(setting, strategy, reordered(input))
      same("picks with candidates and labeled in another order", found.positions, first.positions)
    })
}

const seedless: Law<Strategy.Any> = {
  id: "seedless",
  title: "the seed does not matter",
  statement: "A strategy without randomness picks the same items with every seed.",
  kind: "structure",
  about: "strategy",
  trait: "deterministic",
  property: (strategy, setting) =>
    forQueries(setting, {}, async (input) => {
      const first = await answer(setting, strategy, input)
      const found = await answer(setting, strategy, { ...input, seed: (input.seed % 1000) + 1001 })
      same("picks with another seed", found.positions, first.positions)
    })
}

/** The laws. */
export const purity: ReadonlyArray<Law<Strategy.Any>> = [pure, content, transfer, names, order, seedless]
