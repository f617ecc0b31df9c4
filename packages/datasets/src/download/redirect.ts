/** Servers that send us on: to where they may, and how often. */
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Option from "effect/Option"
import { failed } from "./errors.ts"

/** As many servers as may send us on. */
const REDIRECTS = 5

/** Where a server sends us, where that is a place to follow it to; else what is wrong with it. */
export const redirectOf = (url: string, location: string): { readonly to: string } | { readonly problem: string } => {
  const to = URL.canParse(location, url) ? new URL(location, url) : undefined
  const sent = `the server sends us to ${Quote.value(location)}`
  if (to === undefined) return { problem: `${sent}, which is no address` }
  if (to.protocol !== "https:" && to.protocol !== "http:") return { problem: `${sent}, which is not on the web` }
  return to.protocol === "http:" && url.startsWith("https:")
    ? { problem: `${sent}, where others can read and change what is sent` }
    : { to: to.href }
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

/** `fetch` follows redirects itself unless it is told not to; other clients do not know of it. */
const byHand = Effect.map(
  Effect.serviceOption(FetchHttpClient.RequestInit),
  (init): RequestInit => ({ ...Option.getOrElse(init, () => ({})), redirect: "manual" })
)

/**
 * Asks an address, and at most five that servers send us on to. Fails as the client does, and with a `DownloadError` where a
 * server sends us to something else than a web address, or from https to http.
 */
export const follow = Effect.fnUntraced(function*(first: string, headers: Record<string, string>) {
  const client = yield* HttpClient.HttpClient, init = yield* byHand
  let url = first
  for (let sent = 0; sent <= REDIRECTS; sent++) {
    const response = yield* client.execute(HttpClientRequest.get(url, { headers })).pipe(
      Effect.provideService(FetchHttpClient.RequestInit, init)
    )
    const { location } = response.headers
    if (!isRedirect(response.status) || location === undefined) return response
    const next = redirectOf(url, location)
    if ("problem" in next) return yield* failed({ _tag: "Misled", url: first, problem: next.problem })
    url = next.to
  }
  return yield* failed({ _tag: "Misled", url: first, problem: `it sends us on more than ${REDIRECTS} times` })
})
