import { assert, it } from "vitest"
import { whyLine } from "./why.ts"

const score = (name: string, value: number, rank = 1, of = 9800) => ({ scores: [{ name, value, rank, of }] })

it.each([
  [score("margin", -0.00078123), "two classes are nearly as likely (0.000781 apart), 1st of 9,800"],
  [score("margin", 0, 12, 13), "two classes are nearly as likely (0 apart), 12th of 13"],
  [score("own", 2, 23, 30), "own 2, 23rd of 30"],
  [score("uniform", 0.5), "drawn at random"],
  [
    { cluster: { number: 3, size: 1200, labeled: 0 }, ...score("typicality", 3.391, 2, 40) },
    "typical of its surroundings (typicality 3.39), 2nd of 40; of a cluster of 1,200, none labeled"
  ],
  [{ cluster: { number: 3, size: 5, labeled: 2 }, ...score("sup", Infinity) }, "of a cluster of 5, 2 labeled"],
  [{ scores: [] }, ""]
])("%j", (why, expected) => {
  assert.strictEqual(whyLine({ why }), expected)
})
