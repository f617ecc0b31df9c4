/**
 * The ML backend on a port.
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import type { JournalError } from "@marginalia/core/Journal"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type * as Scope from "effect/Scope"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { browserHost, hostsOf, isLoopback } from "../server/hosts.ts"
import { type PortProblem, portProblem } from "../server/port.ts"
import { same } from "../server/token.ts"
import type { Backend } from "./backend.ts"

/** How to serve. */
export interface BackendServeOptions {
  /** Default 127.0.0.1: this machine alone. */
  readonly host?: string | undefined
  /** Default 9090, Label Studio's own example. */
  readonly port?: number | undefined
  /** `user:password`, asked of everyone; default nobody is asked. */
  readonly basicAuth?: string | undefined
  /** Takes in what is posted before it is answered, and gives what of it could not be done, in words. Default nothing. */
  readonly before?: ((body: unknown) => Effect.Effect<ReadonlyArray<string>, JournalError>) | undefined
}

/** The largest request: a hundred tasks with long texts are far below. */
const MOST = 64 << 20

const isLetIn = (header: string | undefined, basicAuth: string | undefined): boolean =>
  basicAuth === undefined || same(header ?? "", `Basic ${Buffer.from(basicAuth, "utf8").toString("base64")}`)

/** A page of another name that resolves to this machine is not Label Studio; from elsewhere it may call this machine anything. */
const isHostOurs = (host: string, port: number, header: string | undefined): boolean =>
  !isLoopback(host) || hostsOf(host, port).has((header ?? "").toLowerCase())

const reply = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  HttpServerResponse.jsonUnsafe(body, { status, headers: { "cache-control": "no-store", ...headers } })

const bodyOf = (request: HttpServerRequest.HttpServerRequest) =>
  request.text.pipe(
    Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(MOST)),
    Effect.flatMap((text) =>
      Effect.try({ try: (): unknown => text === "" ? undefined : JSON.parse(text), catch: (error) => error })
    )
  )

const answer = (backend: Backend, { basicAuth, before, host = "127.0.0.1" }: BackendServeOptions, port: number) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest, { headers, method } = request
    if (!isHostOurs(host, port, headers["host"])) return reply(403, { error: "this address is not served" })
    if (!isLetIn(headers["authorization"], basicAuth)) {
      return reply(401, { error: "a user and a password are needed" }, {
        "www-authenticate": "Basic realm=\"marginalia\""
      })
    }
    // A page of another origin cannot ask for JSON without asking first, which is never answered.
    if (method === "POST" && !/^application\/json\b/i.test(headers["content-type"] ?? "")) {
      return reply(415, { error: "the body has to be application/json" })
    }
    const body = method === "POST" ? yield* Effect.result(bodyOf(request)) : undefined
    if (body?._tag === "Failure") return reply(400, { error: "the body is no JSON, or too large" })
    const taken = before === undefined || body === undefined ? undefined : yield* Effect.result(before(body.success))
    // Label Studio is not told that it is kept where it is not.
    if (taken?._tag === "Failure") return reply(503, { error: taken.failure.message })
    const { body: said, status } = backend.handle(method, request.url.split("?")[0]!, body?.success)
    const problems = taken?.success ?? []
    return reply(status, problems.length === 0 ? said : { ...said as object, problems })
  })

/**
 * Serves a backend until the scope ends; gives its address. Fails with `PortProblem` where the port is not to be had.
 */
export const serveBackend = Effect.fn("studio.serveBackend")(function*(
  backend: Backend,
  options: BackendServeOptions = {}
): Effect.fn.Return<{ readonly url: string; readonly port: number }, PortProblem, Scope.Scope> {
  const { host = "127.0.0.1", port = 9090 } = options
  const node = createServer({ headersTimeout: 10_000, requestTimeout: 60_000 })
  const server = yield* NodeHttpServer.make(() => node, { host, port, gracefulShutdownTimeout: "1 second" }).pipe(
    Effect.mapError(portProblem(host, port))
  )
  yield* Effect.addFinalizer(() => Effect.sync(() => node.closeAllConnections()))
  const bound = (node.address() as AddressInfo).port
  yield* server.serve(answer(backend, options, bound))
  return { url: `http://${browserHost(host)}:${bound}`, port: bound }
})
