import { execFileSync, spawnSync } from "node:child_process"
import { assert, describe, it } from "vitest"

const here = new URL("../test/own-column/", import.meta.url)
const bin = new URL("../../../node_modules/.bin/", import.meta.url).pathname

describe("a column of one's own", () => {
  it("is declared by merging into the package's Columns, which the compiler then knows", { timeout: 60_000 }, () => {
    const { status, stdout } = spawnSync(`${bin}tsc`, ["-p", "."], { cwd: here, encoding: "utf8" })
    assert.strictEqual(stdout, "")
    assert.strictEqual(status, 0)
  })

  it("is given with the query, asked for by parts, and asked of no service", { timeout: 60_000 }, () => {
    const script = `
      const { chosen, forgotten } = await import("./age.mts")
      console.log(chosen.join())
      try { forgotten() } catch (error) { console.log(error.message) }`
    const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: here, encoding: "utf8" })
    assert.deepStrictEqual(out.trim().split("\n"), [
      "1,2",
      `oldest needs the column "age"; give it with the query (\`age\`)`
    ])
  })
})
