/**
 * The server that has a project open, asked by a command on the same machine.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Imported } from "../formats/import.ts"
import { type KeptServing, readServing } from "../project/serving.ts"
import { type Told, toldFields } from "../told.ts"
import { browserHost } from "./hosts.ts"
import { requestOf } from "./importing.ts"

/** The server answered that it cannot be done: with a `status`, and what it tells of its error. */
export class ServerRefused extends Data.TaggedError("ServerRefused")<Told & { readonly status: number }> {
  /** A server that cannot write is of the world; else it is what was asked for. */
  get exitCode(): number {
    return this.status >= 500 ? 2 : 1
  }
  override get message(): string {
    return `the server that has the project open says: ${this.problem}`
  }
}

/** A server of ours, and the cookie of a person there. */
interface Reached {
  readonly origin: string
  readonly cookie: string
}

/** Long enough for a server that is busy; one that is stopped never answers. */
const PATIENCE = 10_000

const reach = async ({ host, port, token }: KeptServing, who: string): Promise<Reached | string | undefined> => {
  const origin = `http://${browserHost(host)}:${port}`
  const query = new URLSearchParams({ token, name: who })
  const response = await fetch(`${origin}/?${query}`, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) })
  const cookie = response.headers.get("set-cookie")?.split(";")[0], text = await response.text()
  if (response.status === 303 && cookie !== undefined) return { origin, cookie }
  return response.status === 400 ? text : undefined
}

const decodeTold = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Struct(toldFields)))

const toldIn = (text: string): Told => {
  const read = Option.getOrUndefined(decodeTold(text))
  return read ?? { problem: text.slice(0, 500), reason: "Unreadable" }
}

const send = async ({ cookie, origin }: Reached, body: string): Promise<readonly [status: number, text: string]> => {
  const headers = { cookie, "content-type": "application/json" }
  const response = await fetch(`${origin}/api/import`, { method: "POST", headers, body })
  return [response.status, await response.text()]
}

/** What is asked of a server: to bring labels in. */
export interface ImportThrough {
  /** The process that has the project open. */
  readonly pid: number | undefined
  readonly who: string
  readonly nonce: string
  /** The hash of the items' ids. */
  readonly ids: string
  readonly imported: Imported
}

/**
 * Asks the server that has the project in `folder` open to bring labels in, at once and by its own journal; false where there is
 * none that could be asked: another process has it, or it does not answer. Fails with {@link ServerRefused} where it says no.
 */
export const importThrough = Effect.fn("studio.importThrough")(
  function*(folder: string, { ids, imported, nonce, pid, who }: ImportThrough) {
    const kept = yield* readServing(folder)
    if (kept === undefined || kept.pid !== pid) return false
    const reached = yield* Effect.promise(() => reach(kept, who).catch(() => undefined))
    if (reached === undefined) return false
    if (typeof reached === "string") return yield* new ServerRefused({ status: 400, ...toldIn(reached) })
    const body = JSON.stringify(requestOf(imported, nonce, ids))
    const [status, text] = yield* Effect.tryPromise({
      try: () => send(reached, body),
      catch: (cause) =>
        new ServerRefused({
          status: 503,
          reason: "Silent",
          problem: `nothing any more (${String(cause)}); import again when it is closed`
        })
    })
    return status === 200 || (yield* new ServerRefused({ status, ...toldIn(text) }))
  }
)
