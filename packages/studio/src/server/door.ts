/**
 * The door: every request is judged before it is served, and every answer leaves with the headers that keep browsers strict.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import { type Asked, type Guard, judge, type Verdict } from "./guard.ts"
import { POLICY, safe } from "./headers.ts"
import { failed, refusal } from "./refusal.ts"
import { Person } from "./room.ts"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

const asked = ({ cookies, headers, method, peerAddress, url }: Request): Asked => ({
  method,
  url,
  headers,
  cookies,
  from: Option.getOrElse(peerAddress, () => "unknown")
})

/** Sends the browser to the page by itself: a redirect of a visit from elsewhere would not bring the cookie. */
const again = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Marginalia</title>
<meta http-equiv="refresh" content="0; url=/"></head><body><p><a href="/">Go on</a></p></body></html>
`

const welcome = ({ cookieName }: Guard, verdict: Extract<Verdict, { readonly _tag: "Welcome" }>): Response => {
  const response = verdict.again
    ? HttpServerResponse.text(again, { contentType: "text/html; charset=utf-8" })
    : HttpServerResponse.empty({ status: 303, headers: { location: "/" } })
  return response.pipe(
    HttpServerResponse.setCookieUnsafe(cookieName, verdict.cookie, { httpOnly: true, sameSite: "strict", path: "/" }),
    HttpServerResponse.setHeader("cache-control", "no-store")
  )
}

/** What a program switches on, by status. */
const REASONS = {
  400: "Request",
  401: "Link",
  403: "OtherPage",
  411: "Length",
  413: "TooLarge",
  421: "Host",
  429: "TooMany"
} as const

const outside = ({ close, problem, status, wait }: Extract<Verdict, { readonly _tag: "Out" }>): Response => {
  const told = { problem, reason: REASONS[status] }
  const seconds = wait === undefined ? undefined : Math.max(1, Math.ceil(wait / 1000))
  const late = seconds === undefined
    ? refusal(status, told)
    : HttpServerResponse.setHeader(refusal(status, { ...told, about: { seconds } }), "retry-after", String(seconds))
  return close === true ? HttpServerResponse.setHeader(late, "connection", "close") : late
}

/** The application behind the door; its answers have this policy of contents, by default {@link POLICY}. */
export const guarded = <E, R>(
  app: Effect.Effect<Response, E, R>,
  guard: Guard,
  policy = POLICY
): Effect.Effect<Response, never, Exclude<R, Person> | Request> =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const verdict = judge(asked(request), guard)
    if (verdict._tag === "Out") return outside(verdict)
    if (verdict._tag === "Welcome") return welcome(guard, verdict)
    return yield* Effect.catchCause(Effect.provideService(app, Person, { who: verdict.who }), (cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.interrupt
        : failed(cause, "something is wrong with the server; what was saved is safe"))
  }).pipe(Effect.map(HttpServerResponse.setHeaders(safe(policy))))
