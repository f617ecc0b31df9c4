import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { type Together, together } from "./together.ts"

const folder = mkdtempSync(join(tmpdir(), "marginalia-together-"))
const modules = {
  one: "console.log(1)\nconsole.error('aside')\nsetTimeout(() => console.log('later'), 30)",
  pid: "import { pid } from 'node:process'\nconsole.log(pid)",
  throws: "console.log('before')\n\nthrow new Error('no')",
  rejects: "void Promise.reject(new Error('nobody waits'))",
  fails: "process.exitCode = 3",
  leaves: "console.log('left')\nprocess.exit(0)\n",
  globals: "globalThis.mine = 1",
  mine: "console.log(globalThis.mine)",
  "pid-first": "import { pid } from 'node:process'\nconsole.log(pid)",
  listens: "process.on('exit', () => {})",
  column: `import { declareColumn } from ${
    JSON.stringify(join(import.meta.dirname, "../../packages/core/src/index.ts"))
  }
declareColumn("own" as never)`
}

let runs: Together

beforeAll(() => {
  for (const [name, code] of Object.entries(modules)) writeFileSync(join(folder, `${name}.ts`), `${code}\nexport {}\n`)
  runs = together(folder)
})

afterAll(() => {
  runs.close()
  rmSync(folder, { recursive: true })
})

/** The process that runs a module now; a module is loaded once, so each has its own name. */
const pid = async (name: string): Promise<string> => {
  writeFileSync(join(folder, `pid-${name}.ts`), modules.pid)
  return (await runs.run(`pid-${name}.ts`)).stdout
}

describe("modules in one process", () => {
  it("have each their own output, with what comes later", async () => {
    const [first, second] = await Promise.all([runs.run("one.ts"), runs.run("pid.ts")])
    assert.deepStrictEqual(first, { code: 0, stdout: "1\nlater\n", stderr: "aside\n" })
    assert.match(second.stdout, /^\d+\n$/)
  })

  it("share it", async () => assert.strictEqual(await pid("a"), await pid("b")))

  it("fail as alone, with file and line, and the next has a new process", async () => {
    const { code, stderr, stdout } = await runs.run("throws.ts")
    assert.deepStrictEqual([code, stdout], [1, "before\n"])
    assert.match(stderr, /throws\.ts:3/)
    assert.match(await pid("after"), /^\d+\n$/)
  })

  it("fail by what nobody waits for, and by an exit code", async () => {
    const { code, stderr } = await runs.run("rejects.ts")
    assert.strictEqual(code, 1)
    assert.match(stderr, /nobody waits/)
    assert.strictEqual((await runs.run("fails.ts")).code, 3)
    assert.deepStrictEqual(await runs.run("leaves.ts"), { code: 0, stdout: "left\n", stderr: "" })
  })

  it("find what was loaded first, and leave it as it is", async () => {
    const after = together(folder, [pathToFileURL(join(folder, "globals.ts")).href])
    try {
      assert.strictEqual((await after.run("mine.ts")).stdout, "1\n")
      assert.strictEqual((await after.run("pid.ts")).stdout, (await after.run("pid-first.ts")).stdout)
    } finally {
      after.close()
    }
  })

  it.for(["globals", "listens", "column"])("are the last of their process if they leave %s", async (name) => {
    const before = await pid(`before-${name}`)
    assert.strictEqual((await runs.run(`${name}.ts`)).code, 0)
    assert.notStrictEqual(await pid(`after-${name}`), before)
  })
})
