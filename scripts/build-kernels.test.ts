import { assert, describe, it } from "@effect/vitest"
import { type Build, builds, bytesIn, committed, compile, moduleText } from "./build-kernels.ts"

const all = Object.keys(builds) as Array<Build>

/** The one that is compiled in a second; `npm run check:kernels` compiles all. */
const QUICK = "models simd"

describe("the committed kernels", () => {
  it.each(all)("%s was compiled from its source as it is, and stayed as it was compiled", (build) => {
    const text = committed(build)
    assert.isTrue(text === moduleText(build, bytesIn(text)), "run: node scripts/build-kernels.ts")
  })

  it(`${QUICK} is what its source compiles to`, async () => {
    assert.isTrue(committed(QUICK) === moduleText(QUICK, await compile(QUICK)), "run: node scripts/build-kernels.ts")
  }, 60_000)
})
