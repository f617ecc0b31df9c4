/**
 * Where a machine listens for those who select.
 */
import * as Effect from "effect/Effect"
import { type AddressInfo, createServer } from "node:net"
import type { Listening } from "./cluster.ts"
import { ShardsError } from "./errors.ts"

/** Only this machine: whoever is to be reached by others says so. */
const LOCAL = "127.0.0.1"

const wrong = (given: string): ShardsError =>
  new ShardsError({
    shards: given,
    reason: "Listen",
    problem: "this is no address to listen at",
    hint:
      "name the address by which the other machines reach this one, such as 10.0.0.5:7431 or 10.0.0.5 (then any free port)"
  })

/** Nobody can be heard at an address. */
export const deaf = (
  address: string,
  cause: { readonly message: string; readonly code?: string | undefined }
): ShardsError =>
  new ShardsError({
    shards: address,
    reason: "Listen",
    problem: `this machine cannot listen there (${cause.code ?? cause.message})`,
    hint: "name an address of this machine, and a port that is free",
    cause
  })

/** Whether an address, as the system writes it, stands for all of a machine's: nobody is reached by it, and everybody gets in. */
const isAll = (address: string): boolean => address === "::" || /(?:^|:)0\.0\.0\.0$/.test(address)

const read = (given: string): Listening | undefined => {
  const found = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(given), port = Number(found?.[2] ?? 0)
  if (found === null || port > 65_535) return undefined
  return { host: found[1]!.replace(/^\[|\]$/g, ""), port }
}

/** Takes a port, and gives it back: one that is free, where none is asked for; undefined where all addresses are meant, however written. */
const free = ({ host, port }: Listening) =>
  Effect.callback<Listening | undefined, NodeJS.ErrnoException>((resume) => {
    const server = createServer()
    server.once("error", (error) => resume(Effect.fail(error)))
    server.listen({ host, port, exclusive: true }, () => {
      const { address, port: found } = server.address() as AddressInfo
      server.close(() => resume(Effect.succeed(isAll(address) ? undefined : { host, port: found })))
    })
  })

/** The address as it is given, `host` or `host:port`, with a port that can be had; this machine alone where none is given. */
export const listening = Effect.fn("listening")(function*(given: string | undefined) {
  const asked = given === undefined ? { host: LOCAL, port: 0 } : read(given)
  if (asked === undefined) return yield* wrong(given!)
  const found = yield* free(asked).pipe(Effect.mapError((cause) => deaf(given ?? LOCAL, cause)))
  return found ?? (yield* wrong(given!))
})
