/** Properties that hold, unless the environment asks for one that fails: what check:properties is tried on. */
import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"

/** The seed with which the second property fails; "dies" ends the process. */
const bad = process.env["MARGINALIA_BAD_SEED"]

if (bad === "dies") process.kill(process.pid, "SIGKILL")

const draws = new Set<number>()
let plain = 0

describe("fixture (of seeds)", () => {
  test.prop([fc.noBias(fc.integer())], { numRuns: 1 })("draws", (n) => {
    draws.add(n)
  })

  it("fails 'when' asked", () => {
    const { seed } = fc.check(fc.property(fc.nat(), () => true), { numRuns: 1 })
    assert.notStrictEqual(String(seed), bad)
  })

  it("runs once where nothing is drawn", () => {
    assert.strictEqual(++plain, 1)
    assert.strictEqual(draws.size, Number(process.env["MARGINALIA_SEEDS"] || 1))
  })
})
