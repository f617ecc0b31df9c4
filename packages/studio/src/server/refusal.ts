/**
 * Answers that say what was wrong, as JSON: `{problem, reason, about}`. Tested with `door.ts` and the service.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as HttpServerError from "effect/http/HttpServerError"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import type { Told } from "../told.ts"

/** An answer that says what was wrong. */
export const refusal = (status: number, told: Told): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ ...told }, { status, headers: { "cache-control": "no-store" } })

/** What an answer becomes where the routes did not end with one: a defect is logged, and told as `defect`. */
export const failed = (
  cause: Cause.Cause<unknown>,
  defect: string
): Effect.Effect<HttpServerResponse.HttpServerResponse> => {
  const error = Option.getOrUndefined(Cause.findErrorOption(cause))
  if (error instanceof HttpServerError.HttpServerError) {
    if (error.reason._tag === "RouteNotFound") {
      return Effect.succeed(refusal(404, { problem: "there is nothing here", reason: "NoRoute" }))
    }
    if (error.reason._tag === "RequestParseError") {
      return Effect.succeed(refusal(400, { problem: "the request cannot be read", reason: "Schema" }))
    }
  }
  return Effect.as(Effect.logError("a request failed", cause), refusal(500, { problem: defect, reason: "Defect" }))
}
