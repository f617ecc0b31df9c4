import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Block, roundsAgainst, roundsOf, together } from "./blocks.ts"

const rowsIn = ([a0, a1, b0, b1]: Block): Array<number> =>
  a0 === b0 ? [a0] : [a0, b0].concat(a1 > b1 ? [] : [Number.NaN])

const pairsIn = ([a0, a1, b0, b1]: Block): Array<string> => {
  const pairs: Array<string> = []
  for (let a = a0; a < a1; a++) for (let b = b0; b < Math.min(b1, a); b++) pairs.push(`${a} ${b}`)
  return pairs
}

describe("roundsAgainst", () => {
  test.prop([fc.nat(9), fc.integer({ min: 1, max: 40 }), fc.nat(40), fc.integer({ min: 1, max: 12 })])(
    "rows before the middle meet all others once, those behind it no other, and no block twice in a round",
    (from, sought, others, size) => {
      const middle = from + sought, to = middle + others, rounds = roundsAgainst(from, middle, to, size)
      const pairs = rounds.flat().flatMap(pairsIn)
      assert.strictEqual(pairs.length, sought * (sought - 1) / 2 + sought * others)
      assert.strictEqual(new Set(pairs).size, pairs.length)
      assert.isTrue(pairs.every((pair) => Number(pair.split(" ")[1]) < middle))
      for (const round of rounds) {
        const blocks = round.flatMap(rowsIn)
        assert.notInclude(blocks, Number.NaN)
        assert.strictEqual(new Set(blocks).size, blocks.length)
      }
    }
  )
})

describe("roundsOf", () => {
  test.prop([fc.nat(9), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 12 })])(
    "every pair of rows meets once, and no block twice in a round",
    (from, rows, size) => {
      const rounds = roundsOf(from, from + rows, size)
      const pairs = rounds.flat().flatMap(pairsIn)
      assert.strictEqual(pairs.length, rows * (rows - 1) / 2)
      assert.strictEqual(new Set(pairs).size, pairs.length)
      for (const round of rounds) {
        const blocks = round.flatMap(rowsIn)
        assert.notInclude(blocks, Number.NaN)
        assert.strictEqual(new Set(blocks).size, blocks.length)
      }
    }
  )

  test.prop([fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 })])("runs go side by side", (sizes) => {
    let first = 0
    const runs = sizes.map((rows) => roundsOf(first, first += rows, 4))
    const rounds = together(runs)
    assert.deepStrictEqual(rounds.flat().length, runs.flat(2).length)
    assert.strictEqual(rounds.length, Math.max(0, ...runs.map((run) => run.length)))
  })
})
