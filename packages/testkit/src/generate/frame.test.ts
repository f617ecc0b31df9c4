import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { frameOf, laterFrame } from "./frame.ts"
import { queryArb } from "./query.ts"

const queries = queryArb({ columns: ["embedding"] })

describe("frames", () => {
  test.prop([queries])("begin with the unlabeled candidates", (input) => {
    const { candidates, labeled, picked, size } = frameOf(input)
    assert.isTrue(candidates.every((position) => position < size && !labeled.includes(position)))
    assert.isTrue(candidates.every((position, i) => i === 0 || position > candidates[i - 1]!))
    assert.strictEqual(picked.length, 0)
  })

  test.prop([queries])("later hold fewer, ascending, and none that is picked", (input) => {
    const start = frameOf(input)
    const { candidates, picked, wider } = laterFrame(input)
    assert.isTrue(candidates.every((position) => start.candidates.includes(position) && !picked.includes(position)))
    assert.isTrue(candidates.every((position, i) => i === 0 || position > candidates[i - 1]!))
    assert.isTrue(picked.every((position) => start.candidates.includes(position)))
    assert.isTrue(wider[0]!.every((position) => !picked.includes(position)))
  })

  it("are now and then empty, and now and then unfiltered", () => {
    const made = fc.sample(queries, { numRuns: 200, seed: 1 }).map(laterFrame)
    assert.isTrue(made.some(({ candidates, size }) => candidates.length === 0 && size > 4))
    assert.isTrue(made.some(({ candidates, wider }) => candidates.length === wider[0]!.length && candidates.length > 4))
    assert.isTrue(made.some(({ picked }) => picked.length > 1))
  })
})
