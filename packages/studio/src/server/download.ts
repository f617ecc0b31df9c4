/**
 * The labels as a file.
 */
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { formats } from "../formats/format.ts"
import { sendProject } from "../formats/send.ts"
import { refusal } from "./refusal.ts"
import { Room } from "./room.ts"

/** The name of a file in a header: in ASCII, and as it is. */
const named = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^\w.-]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(name)}`

/** `/api/export?format=F`: made while it is sent, nothing is written. */
export const downloadRoute = HttpRouter.add(
  "GET",
  "/api/export",
  Effect.gen(function*() {
    const { items, project } = yield* Room, request = yield* HttpServerRequest.HttpServerRequest
    const text = new URLSearchParams(request.url.split("?")[1] ?? "").get("format")
    const found = formats.find(({ format }) => format === text)
    if (found === undefined) return refusal(400, `format is one of ${formats.map(({ format }) => format).join(", ")}`)
    return yield* Effect.match(
      sendProject({ folder: project.folder, session: project.session(), items }, found.format),
      {
        onFailure: (error) => refusal(409, error.message),
        onSuccess: ({ bytes, fileName, type }) =>
          HttpServerResponse.stream(bytes, {
            contentType: type,
            headers: { "content-disposition": named(fileName), "cache-control": "no-store" }
          })
      }
    )
  })
)
