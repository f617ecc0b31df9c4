/**
 * Several commands in a process of its own, which loads the program once: there Node resolves what plugins import, and not
 * the runner of the tests. What one of them changes in its process, the next finds.
 */
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { cli, type Result } from "./cli.ts"

/** Where the process works, and its environment beyond this one's. */
interface Place {
  readonly cwd?: string
  readonly env?: { readonly [name: string]: string }
}

/** Runs the commands one after the other in a process of their own; what each came to. */
export const commands = (
  lines: ReadonlyArray<ReadonlyArray<string>>,
  { cwd = process.cwd(), env = {} }: Place = {}
) =>
  Effect.callback<ReadonlyArray<Result>, Error>((resume) => {
    const program = [fileURLToPath(import.meta.url), JSON.stringify(lines)]
    const options = { cwd, env: { ...process.env, ...env }, encoding: "utf8", maxBuffer: 2 ** 26 } as const
    execFile(process.execPath, program, options, (error, stdout) => {
      if (error !== null) resume(Effect.fail(error))
      else resume(Effect.sync(() => JSON.parse(stdout) as ReadonlyArray<Result>))
    })
  })

if (import.meta.main) {
  const lines = JSON.parse(process.argv[2]!) as ReadonlyArray<ReadonlyArray<string>>
  const results = await Effect.runPromise(Effect.forEach(lines, (args) => cli(args)))
  process.stdout.write(JSON.stringify(results), () => process.exit(0))
}
