/**
 * Laws of structure of oracles.
 */
import type { Oracle } from "@marginalia/core"
import type * as Effect from "effect/Effect"
import { claim, list, same } from "../claim.ts"
import type { Law, Setting } from "../Law.ts"
import { settle } from "../run.ts"
import { untouched } from "./copy.ts"
import { askedOf, forAll, law, type OracleSubject, positions, questionOf } from "./ports.ts"

const about = "oracle"

type Answer = Effect.Success<ReturnType<Oracle["Service"]["label"]>>

const ask = (setting: Setting, oracle: OracleSubject, at: ReadonlyArray<number>, round = 0): Promise<Answer> =>
  settle(setting, oracle.label(questionOf(at, round)))

/** Declined is −1, however it is said. */
const numbersOf = ({ labels }: Answer): ReadonlyArray<number> => Array.from(labels, (label) => label ?? -1)

const answers = law<OracleSubject>(
  about,
  "oracle-answers",
  "a class or no label for each item that was asked about",
  "There are as many labels as items were asked about, each a class, −1 or null; what they cost is a number from 0.",
  (oracle, setting) =>
    forAll(positions(setting), async (at) => {
      const answer = await ask(setting, oracle, at), { classes } = askedOf(setting), labels = numbersOf(answer)
      claim(labels.length === at.length, () => `${labels.length} labels for ${at.length} items`)
      const wrong = labels.find((label) => !Number.isInteger(label) || label < -1 || label >= classes)
      claim(wrong === undefined, () => `the label ${wrong}, and there are ${classes} classes`)
      const { cost = 0 } = answer
      claim(cost >= 0 && cost < Infinity, () => `the cost ${cost}`)
    })
)

const pure = law<OracleSubject>(
  about,
  "oracle-pure",
  "the same question has the same answer",
  "Asking again gives the same labels, in a later round too; nothing in the question is written to.",
  (oracle, setting) =>
    forAll(positions(setting), async (at) => {
      const question = questionOf(at)
      const first = numbersOf(await untouched("question", question, () => settle(setting, oracle.label(question))))
      same("the labels, asked again", numbersOf(await ask(setting, oracle, at)), first)
      same("the labels, asked in round 1", numbersOf(await ask(setting, oracle, at, 1)), first)
    })
)

const byItem = law<OracleSubject>(
  about,
  "oracle-by-item",
  "a label belongs to its item",
  "An item has the same label whatever it is asked about with, in any order.",
  (oracle, setting) =>
    forAll(positions(setting), async (at) => {
      const all = numbersOf(await ask(setting, oracle, at))
      same(
        `the labels of ${list(at)}, asked backwards`,
        numbersOf(await ask(setting, oracle, at.toReversed())),
        all.toReversed()
      )
      for (const [i, position] of at.entries()) {
        same(`the label of position ${position}, asked alone`, numbersOf(await ask(setting, oracle, [position])), [
          all[i]!
        ])
      }
    })
)

/** See the module. */
export const ofOracles: ReadonlyArray<Law<OracleSubject>> = [answers, pure, byItem]
