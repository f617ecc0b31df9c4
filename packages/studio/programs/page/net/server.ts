/**
 * Asking the server, and being told. What goes wrong is one of three: the server is away, it does not know us, or it refuses.
 */

/** The server did not answer, or could not: asking again is worth it. */
export class Away extends Error {
  override readonly name = "Away"
}

/** The link's token is not (or no longer) accepted. */
export class Locked extends Error {
  override readonly name = "Locked"
}

/** The server understood, and says why not. Asking again gives the same. */
export class Refused extends Error {
  override readonly name = "Refused"
}

/** The page's way to the server. */
export interface Server {
  readonly get: <A>(path: string) => Promise<A>
  readonly post: <A>(path: string, body: unknown) => Promise<A>
}

const problemOf = async (response: Response): Promise<string> => {
  const text = await response.text().catch(() => "")
  try {
    const { problem } = JSON.parse(text) as { readonly problem?: unknown }
    if (typeof problem === "string" && problem !== "") return problem
  } catch {
    // Not ours: a proxy's page, or nothing.
  }
  return `the server answered ${response.status} ${response.statusText}`.trim()
}

/** Statuses after which the same request may succeed. */
const passing = new Set([408, 425, 429])

/** What came of a request. Fails with {@link Away}, {@link Locked} or {@link Refused}. */
const taken = async <A>(asking: Promise<Response>): Promise<A> => {
  const response = await asking.catch((cause: unknown) => {
    throw new Away(String(cause))
  })
  if (response.ok) {
    return response.json().catch((cause: unknown) => {
      throw new Away(String(cause))
    }) as Promise<A>
  }
  const problem = await problemOf(response)
  if (response.status === 401 || response.status === 403) throw new Locked(problem)
  if (response.status >= 500 || passing.has(response.status)) throw new Away(problem)
  throw new Refused(problem)
}

/** How long an answer may take before it counts as lost: then the same act is sent again. */
const PATIENCE = 20_000

/** The server that the page came from. */
export const server: Server = {
  get: (path) => taken(fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })),
  post: (path, body) =>
    taken(fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE)
    }))
}
