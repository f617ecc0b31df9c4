/** Commands that serve, in processes of their own. */
import * as Effect from "effect/Effect"
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { command } from "../../../scripts/command.ts"

/** A folder for a test. */
export const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-label-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

/** The status that a link is answered with, and the cookie that it is exchanged for. */
export const enter = (link: string) =>
  Effect.promise(() =>
    fetch(link, { redirect: "manual" }).then(({ headers, status }) =>
      [status, headers.get("set-cookie")?.split(";")[0] ?? ""] as const
    )
  )

/** A command that serves. */
export interface Server {
  readonly child: ChildProcess
  /** What was printed on stdout until it served. */
  readonly printed: string
  readonly said: () => string
  readonly ended: Promise<number | null>
}

/** A server in a process of its own, once it serves. */
export const serving = (args: ReadonlyArray<string>, cwd: string) =>
  Effect.acquireRelease(
    Effect.flatMap(Effect.promise(() => command(args)), (words) =>
      Effect.promise(() =>
        new Promise<Server>((resolve, reject) => {
          const child = spawn(process.execPath, words, { cwd, stdio: ["ignore", "pipe", "pipe"] })
          const ended = new Promise<number | null>((done) =>
            child.once("exit", (code) => done(code))
          )
          let printed = "", said = ""
          child.stderr.on("data", (data) => said += data)
          child.stdout.on("data", (data) => {
            printed += data
            if (printed.includes("\n")) resolve({ child, printed, said: () => said, ended })
          })
          void ended.then((code) => reject(new Error(`it ended with ${code}: ${said}`)))
        })
      )),
    ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
  )
