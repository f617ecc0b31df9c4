import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const program = fileURLToPath(new URL("../../test/forgetful.ts", import.meta.url))

describe("collect", () => {
  it("has memory given back that threads knew, too: eight of 67 MB, one after the other", () => {
    const { stderr, stdout } = spawnSync(process.execPath, [program], { encoding: "utf8" })
    assert.match(stdout, /^-?\d+\n$/, stderr)
    assert.isBelow(Number(stdout), 3 * 67e6)
  })
})
