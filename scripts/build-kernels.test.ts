import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { type Build, builds, compile, moduleText } from "./build-kernels.ts"

describe("the committed kernels", () => {
  for (const build of Object.keys(builds) as Array<Build>) {
    it(`${build} is what its source compiles to`, async () => {
      const committed = readFileSync(fileURLToPath(new URL(`../${builds[build]}`, import.meta.url)), "utf8")
      assert.isTrue(committed === moduleText(build, await compile(build)), "run: node scripts/build-kernels.ts")
    }, 60_000)
  }
})
