/**
 * Whether a request is let in: asked of every one, before anything is looked up.
 */
import type { Rates } from "./rate.ts"
import { cookieFor, personName, personOf, same } from "./token.ts"

/** What is asked of a request. Header names are lower case. */
export interface Asked {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly cookies: Readonly<Record<string, string | undefined>>
  /** The address of who asks. */
  readonly from: string
}

/** What becomes of it. */
export type Verdict =
  | { readonly _tag: "In"; readonly who: string }
  /** The token is exchanged for the cookie; `again` where the browser has to come by itself, so that it brings it. */
  | { readonly _tag: "Welcome"; readonly cookie: string; readonly again: boolean }
  | {
    readonly _tag: "Out"
    readonly status: 400 | 401 | 403 | 411 | 413 | 421 | 429
    readonly problem: string
    readonly wait?: number
    /** The line is not to be used again: what was sent after the headers is not read. */
    readonly close?: boolean
  }

/** The house's rules. */
export interface Guard {
  readonly token: string
  /** What `Host` may be. */
  readonly hosts: ReadonlySet<string>
  readonly cookieName: string
  readonly known: Rates
  /** For who has no cookie: few, so that tokens are not guessed. */
  readonly unknown: Rates
  readonly now: () => number
}

/** The largest body of a request, in bytes. */
export const LARGEST_BODY = 1_000_000

/** That of an import, for who has a cookie: three million labels. */
export const LARGEST_IMPORT = 16_000_000

const largest = ({ url }: Asked, isKnown: boolean): number =>
  isKnown && url === "/api/import" ? LARGEST_IMPORT : LARGEST_BODY

const out = (status: 400 | 401 | 403 | 411 | 413 | 421, problem: string, close = false): Verdict => ({
  _tag: "Out",
  status,
  problem,
  close
})

const foreign = ({ headers, method, url }: Asked, { hosts }: Guard): Verdict | undefined => {
  const host = headers["host"]?.toLowerCase()
  if (host === undefined || !hosts.has(host)) return out(421, "this server does not answer at that address")
  const { origin } = headers
  if (origin !== undefined && !hosts.has(origin.toLowerCase().replace(/^http:\/\//, ""))) {
    return out(403, "the request comes from another page")
  }
  const site = headers["sec-fetch-site"]
  if (site === undefined || site === "same-origin" || site === "none") return undefined
  const isVisit = method === "GET" && headers["sec-fetch-mode"] === "navigate" && /^\/(\?|$)/.test(url)
  return isVisit ? undefined : out(403, "the request comes from another page")
}

const heavy = (asked: Asked, isKnown: boolean): Verdict | undefined => {
  const { headers, method } = asked
  const length = headers["content-length"]
  const has = length !== undefined || headers["transfer-encoding"] !== undefined
  if (method === "GET" || method === "HEAD") {
    return has && length !== "0"
      ? out(400, "a question has no body", true)
      : undefined
  }
  if (length === undefined || headers["transfer-encoding"] !== undefined) {
    return out(411, "say how long the body is (Content-Length)", true)
  }
  const most = largest(asked, isKnown)
  return Number(length) > most ? out(413, `a body has at most ${most} bytes`, true) : undefined
}

const late = (wait: number): Verdict => ({
  _tag: "Out",
  status: 429,
  problem: "too many requests; wait a moment",
  wait
})

const mediaCost = (url: string): number => (url.startsWith("/thumb/") || url.startsWith("/media/") ? 0.2 : 1)

const welcome = (asked: Asked, guard: Guard): Verdict | undefined => {
  const at = asked.url.indexOf("?")
  if (asked.method !== "GET" || at < 0 || asked.url.slice(0, at) !== "/") return undefined
  const query = new URLSearchParams(asked.url.slice(at + 1)), token = query.get("token")
  if (token === null) return undefined
  if (!same(token, guard.token)) {
    return out(401, "this link is not valid (any more); take the one that the command printed")
  }
  const name = personName(query.get("name"))
  if (name === undefined) return out(400, "a name in a link has 1 to 60 characters that can be seen")
  const site = asked.headers["sec-fetch-site"]
  return {
    _tag: "Welcome",
    cookie: cookieFor(guard.token, name),
    again: site === "cross-site" || site === "same-site"
  }
}

/** Lets in, or says why not: by address and origin, by size, by how often, by cookie and token. */
export const judge = (asked: Asked, guard: Guard): Verdict => {
  const who = personOf(guard.token, asked.cookies[guard.cookieName])
  const rates = who === undefined ? guard.unknown : guard.known
  const wait = rates.take(
    who === undefined ? asked.from : who,
    guard.now(),
    who === undefined ? 1 : mediaCost(asked.url)
  )
  const stopped = foreign(asked, guard) ?? heavy(asked, who !== undefined) ?? (wait > 0 ? late(wait) : undefined) ??
    welcome(asked, guard)
  if (stopped !== undefined) return stopped
  if (who !== undefined) return { _tag: "In", who }
  return out(401, "open the link that the command printed: it lets you in", asked.method !== "GET")
}
