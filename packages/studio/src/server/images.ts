/**
 * Items' images, looked up by their position; no path is ever made of what was asked for. Tested with `files.ts`.
 */
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import { createHash } from "node:crypto"
import type { ItemProblem, Items, Media } from "../items/item.ts"
import { toldOf } from "../told.ts"
import { refusal } from "./refusal.ts"

/** The edges that thumbnails come in, in pixels. */
export const EDGES: ReadonlyArray<number> = [96, 192, 384]
const EDGE = 192

/** A day: what is asked for under the project's own id is the same as long as the project is. */
const KEPT = "private, max-age=86400"

/** What tells bytes or a text from others, for `etag`. */
export const tagOf = (bytes: Uint8Array | string): string =>
  `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`

/** The browser has it. */
export const unchanged = (tag: string, cache: string) =>
  HttpServerResponse.empty({ status: 304, headers: { etag: tag, "cache-control": cache } })

const send = (request: HttpServerRequest.HttpServerRequest, { bytes, type }: Media, cache: string) => {
  const tag = tagOf(bytes)
  if (request.headers["if-none-match"] === tag) return unchanged(tag, cache)
  return HttpServerResponse.uint8Array(bytes, { contentType: type, headers: { etag: tag, "cache-control": cache } })
}

const itemIn = (text: string | undefined, { size }: Shown["items"]): number | undefined =>
  text !== undefined && /^\d{1,10}$/.test(text) && Number(text) < size ? Number(text) : undefined

/** Whose images. */
export interface Shown {
  /** What the browser keeps them under. */
  readonly id: string
  readonly items: Pick<Items, "size" | "media" | "thumb">
}

const media = <R>(
  shown: Effect.Effect<Shown, never, R>,
  show: (items: Shown["items"], item: number, query: URLSearchParams) => Effect.Effect<Media, ItemProblem> | undefined
) =>
  Effect.gen(function*() {
    const { id, items } = yield* shown, request = yield* HttpServerRequest.HttpServerRequest
    const item = itemIn((yield* HttpRouter.params)["item"], items)
    if (item === undefined) {
      const problem = `there is no such item: the pool has ${items.size}, from 0`
      return refusal(404, { problem, reason: "Item", about: { size: items.size } })
    }
    const query = new URLSearchParams(request.url.split("?")[1] ?? "")
    const found = show(items, item, query)
    if (found === undefined) {
      const problem = `edge is one of ${EDGES.join(", ")}`
      return refusal(400, { problem, reason: "Edge", about: { allowed: EDGES } })
    }
    const cache = query.get("v") === id ? KEPT : "private, no-cache"
    return yield* Effect.match(found, {
      onSuccess: (one) => send(request, one, cache),
      onFailure: (error) => refusal(error.isAbsent ? 404 : 422, toldOf(error))
    })
  })

const edgeIn = (query: URLSearchParams): number | undefined => {
  const text = query.get("edge") ?? String(EDGE)
  return EDGES.find((edge) => String(edge) === text)
}

/** `/media/N` and `/thumb/N?edge=E`. */
export const imageRoutes = <R>(shown: Effect.Effect<Shown, never, R>) =>
  Layer.mergeAll(
    HttpRouter.add("GET", "/media/:item", media(shown, (items, item) => items.media(item))),
    HttpRouter.add(
      "GET",
      "/thumb/:item",
      media(shown, (items, item, query) => {
        const edge = edgeIn(query)
        return edge === undefined ? undefined : items.thumb(item, edge)
      })
    )
  )
