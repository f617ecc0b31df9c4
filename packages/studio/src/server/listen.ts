/**
 * A server that listens, behind the door.
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import type * as Scope from "effect/Scope"
import { createServer, type Server, type ServerOptions } from "node:http"
import type { AddressInfo } from "node:net"
import { guarded } from "./door.ts"
import { hostsOf, linkFor, linkOf } from "./hosts.ts"
import { type PortProblem, portProblem } from "./port.ts"
import { makeRates, type Rate } from "./rate.ts"
import type { Person } from "./room.ts"
import { newToken } from "./token.ts"

/** How to serve. All has a default. */
export interface ServeOptions {
  /** Default 127.0.0.1: this machine alone. */
  readonly host?: string | undefined
  /** Default 0: one that is free. */
  readonly port?: number | undefined
  /** What the link lets in with; default that of the last start, and at first a new one of 256 random bits. */
  readonly token?: string | undefined
  /** How long a client may take to send a request's headers and all of it, in milliseconds. Default 10,000 and 30,000. */
  readonly patience?: { readonly headers: number; readonly request: number } | undefined
  /** Requests of one person; default 200 a second, 600 at once. An image counts as a fifth. */
  readonly rate?: Rate | undefined
}

/** A server that listens. */
export interface Serving {
  /** The link that lets in. Whoever has it may label. */
  readonly url: string
  /** The port that it listens on. */
  readonly port: number
  /** What lets in. */
  readonly token: string
  /** The link of a person. */
  readonly urlFor: (name: string) => string
}

/** Connections at once. */
const CONNECTIONS = 1000

/** A connection on which nothing moves is closed after so many milliseconds. The page's live line beats more often. */
const STILL = 60_000

const limited = (patience: NonNullable<ServeOptions["patience"]>): Server => {
  const options: ServerOptions = {
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: Math.min(1000, patience.headers),
    keepAliveTimeout: 5000,
    maxHeaderSize: 16_384
  }
  const server = createServer(options)
  server.maxConnections = CONNECTIONS
  server.timeout = STILL
  return server
}

const PATIENCE = { headers: 10_000, request: 30_000 }
const RATE: Rate = { perSecond: 200, atOnce: 600 }

/** For who has no cookie. */
const STRANGERS: Rate = { perSecond: 10, atOnce: 60 }

/** What is served: `R` are the services that it finds in `services`. */
export interface Served<E, R> {
  readonly app: Effect.Effect<
    HttpServerResponse.HttpServerResponse,
    E,
    R | Person | Scope.Scope | HttpServerRequest.HttpServerRequest
  >
  readonly services: Context.Context<R>
  /** Its policy of contents. Default: no script but its own files, and no WebAssembly. */
  readonly policy?: string | undefined
}

/**
 * Serves until the scope ends. Nothing is served to who has neither the token nor the cookie that it is exchanged for.
 * Fails with `PortProblem` where the port is not to be had.
 */
export const listen = Effect.fnUntraced(function*<E, R>(
  { app, policy, services }: Served<E, R>,
  { host = "127.0.0.1", patience = PATIENCE, port = 0, rate = RATE, token = newToken() }: ServeOptions = {}
): Effect.fn.Return<Serving, PortProblem, Scope.Scope> {
  const node = limited(patience)
  const server = yield* NodeHttpServer.make(() => node, { host, port, gracefulShutdownTimeout: "500 millis" }).pipe(
    Effect.mapError(portProblem(host, port))
  )
  const bound = (node.address() as AddressInfo).port, clock = yield* Clock.Clock
  const guard = {
    token,
    hosts: hostsOf(host, bound),
    cookieName: `marginalia-${bound}`,
    known: makeRates(rate),
    unknown: makeRates(STRANGERS),
    now: () => clock.currentTimeMillisUnsafe()
  }
  yield* Effect.addFinalizer(() => Effect.sync(() => node.closeAllConnections()))
  yield* server.serve(guarded(Effect.provideContext(app, services), guard, policy))
  const url = linkOf({ host, port: bound, token })
  return { url, port: bound, token, urlFor: (name) => linkFor(url, name) }
})
