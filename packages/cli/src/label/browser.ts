/**
 * A link in the person's browser.
 */
import { note } from "@marginalia/core/Notices"
import { variable } from "@marginalia/datasets/variable"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"

/** A program that opens a link, and what it is called with before it. */
export type Opener = readonly [program: string, ...args: ReadonlyArray<string>]

/** What opens links on a platform; undefined on a machine without a screen. `BROWSER` names another. */
export const openerOf = (
  platform: NodeJS.Platform,
  { browser, screen }: { readonly browser: string | undefined; readonly screen: boolean }
): Opener | undefined => {
  if (browser !== undefined) return [browser]
  if (platform === "darwin") return ["open"]
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"]
  return screen ? ["xdg-open"] : undefined
}

/** Whether the program could be started; it is left to itself. */
const started = ([program, ...args]: Opener, url: string): Effect.Effect<boolean> =>
  Effect.callback<boolean>((resume) => {
    const child = spawn(program, [...args, url], { detached: true, stdio: "ignore" })
    child.once("error", () => resume(Effect.succeed(false)))
    child.once("spawn", () => {
      child.unref()
      resume(Effect.succeed(true))
    })
  })

/** Opens a link in a browser, or says that there is none. */
export const openBrowser = Effect.fnUntraced(function*(url: string) {
  const display = yield* variable("DISPLAY"), wayland = yield* variable("WAYLAND_DISPLAY")
  const screen = display !== undefined || wayland !== undefined
  const opener = openerOf(process.platform, { browser: yield* variable("BROWSER"), screen })
  if (opener !== undefined && (yield* started(opener, url))) return
  yield* note(
    "note: there is no browser here to open; open the link above in one, on this machine or through a tunnel (ssh -L)"
  )
})
