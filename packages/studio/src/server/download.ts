/**
 * The labels as a file, and the model.
 */
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Result from "effect/Result"
import { exportForms } from "../formats/format.ts"
import { toldOf } from "../told.ts"
import type { Exporting } from "./exporting.ts"
import { refusal } from "./refusal.ts"
import { Room } from "./room.ts"
import type { Prepared } from "./wire.ts"

/** The name of a file in a header: in ASCII, and as it is. */
const named = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^\w.-]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(name)}`

/** Whether it can be had now. */
const isReady = (ready: boolean) =>
  HttpServerResponse.jsonUnsafe({ ready } satisfies Prepared, { headers: { "cache-control": "no-store" } })

const refused = (error: Effect.Error<ReturnType<Exporting["prepare"]>>, isCheck: boolean) => {
  if (error._tag !== "StillMade") return refusal(409, toldOf(error))
  return isCheck ? isReady(false) : HttpServerResponse.setHeader(refusal(503, toldOf(error)), "retry-after", "1")
}

/** What is asked for: a form, and whether only to know if it can be had. */
const askedIn = (url: string) => {
  const query = new URLSearchParams(url.split("?")[1] ?? ""), text = query.get("format")
  return { found: exportForms.find(({ format }) => format === text), isCheck: query.has("check") }
}

/**
 * `/api/export?format=F`: made while it is sent, nothing is written beside the project. 409 says why it cannot be had, 503 that it
 * is still being made. With `&check` it is prepared, and no more is sent than whether it is ready.
 */
export const downloadRoute = HttpRouter.add(
  "GET",
  "/api/export",
  Effect.gen(function*() {
    const { exporting } = yield* Room, request = yield* HttpServerRequest.HttpServerRequest
    const { found, isCheck } = askedIn(request.url)
    if (found === undefined) {
      const allowed = exportForms.map(({ format }) => format)
      return refusal(400, { problem: `format is one of ${allowed.join(", ")}`, reason: "Format", about: { allowed } })
    }
    const prepared = yield* Effect.result(exporting.prepare(found.format))
    if (Result.isFailure(prepared)) return refused(prepared.failure, isCheck)
    if (isCheck) return isReady(true)
    yield* exporting.taken
    const { bytes, fileName, type } = prepared.success
    return HttpServerResponse.stream(bytes, {
      contentType: type,
      headers: { "content-disposition": named(fileName), "cache-control": "no-store" }
    })
  })
)
