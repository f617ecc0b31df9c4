import { assert, describe, it } from "@effect/vitest"
import { cases } from "../test/broken.ts"
import { lawful, scoreLaws, selectLaws, stageLaws, strategyLaws } from "./lawful.ts"

const failure = (run: () => Promise<void>): Promise<string | undefined> =>
  run().then(() => undefined, (error: unknown) => (error as Error).message)

describe("laws can fail", () => {
  for (const { fault, law, options, subject } of cases) {
    it(`${law}: ${fault}`, async () => {
      const check = lawful(subject, { numRuns: 100, seed: 1, ...options }).find(({ id }) => id === law)
      assert.isDefined(check, `the law ${law} is not tried`)
      assert.match(await failure(check.run) ?? "(it holds)", new RegExp(`^law "${law}" does not hold`))
    })
  }

  for (const { id } of [...strategyLaws, ...scoreLaws, ...selectLaws, ...stageLaws]) {
    it(`${id} is seen failing`, () => {
      assert.isTrue(cases.some(({ law }) => law === id))
    })
  }
})
