/** A process that runs inputs, one after the other, and says before each that it begins: it may not live to say more. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { judge, type Verdict } from "./judge.ts"
import { inputOf } from "./target.ts"
import { targets } from "./targets.ts"

/** Some inputs of one target. */
export interface Work {
  readonly target: string
  readonly seed: number
  readonly from: number
  readonly to: number
}

/** What a worker says. */
export type Said =
  | { readonly _tag: "Ready" }
  | { readonly _tag: "Begins"; readonly input: number; readonly last: Verdict | undefined }
  | { readonly _tag: "Done"; readonly last: Verdict | undefined }

const say = (said: Said): void => void process.send?.(said)

const folder = mkdtempSync(join(tmpdir(), "marginalia-fuzz-"))
process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
for (const end of ["disconnect", "SIGTERM"]) process.on(end, () => process.exit())

const work = async ({ from, seed, target: name, to }: Work): Promise<void> => {
  const target = targets.find((one) => one.name === name)!
  let last: Verdict | undefined
  for (let input = from; input < to; input++) {
    say({ _tag: "Begins", input, last })
    last = await judge(target, inputOf(target, seed, input), join(folder, "input"))
  }
  say({ _tag: "Done", last })
}

process.on("message", (message: Work) => void work(message))
say({ _tag: "Ready" })
