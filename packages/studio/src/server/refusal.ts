/**
 * Answers that say what was wrong, as JSON: `{problem}`. Tested with `door.ts` and the service.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as HttpServerError from "effect/http/HttpServerError"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"

/** An answer that says what was wrong. */
export const refusal = (status: number, problem: string): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ problem }, { status, headers: { "cache-control": "no-store" } })

/** What an answer becomes where the routes did not end with one: a defect is logged, and told as `defect`. */
export const failed = (
  cause: Cause.Cause<unknown>,
  defect: string
): Effect.Effect<HttpServerResponse.HttpServerResponse> => {
  const error = Option.getOrUndefined(Cause.findErrorOption(cause))
  if (error instanceof HttpServerError.HttpServerError) {
    if (error.reason._tag === "RouteNotFound") return Effect.succeed(refusal(404, "there is nothing here"))
    if (error.reason._tag === "RequestParseError") return Effect.succeed(refusal(400, "the request cannot be read"))
  }
  return Effect.as(Effect.logError("a request failed", cause), refusal(500, defect))
}
