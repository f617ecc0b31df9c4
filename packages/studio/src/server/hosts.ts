/**
 * The addresses at which the server answers: a page of another address, whatever name it was given, is not ours.
 */
import { hostname, networkInterfaces } from "node:os"

const LOOPBACK: ReadonlyArray<string> = ["127.0.0.1", "localhost", "[::1]"]
const EVERYWHERE = new Set(["0.0.0.0", "::", "[::]"])

const bracketed = (
  address: string
): string => (address.includes(":") && !address.startsWith("[") ? `[${address}]` : address)

/** Whether only this machine can reach an address. */
export const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.")

const ours = (): ReadonlyArray<string> => [
  hostname().toLowerCase(),
  ...Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).map(({ address }) => bracketed(address.split("%")[0]!))
  )
]

/**
 * What a request's `Host` may be for a server that listens on `host` and `port`: of a loopback address all names of it; of all
 * addresses those of this machine; else the one.
 */
export const hostsOf = (host: string, port: number): ReadonlySet<string> => {
  const names = EVERYWHERE.has(host)
    ? [...LOOPBACK, ...ours()]
    : isLoopback(host)
    ? [...LOOPBACK, bracketed(host)]
    : [bracketed(host.toLowerCase())]
  return new Set(names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])))
}

/** The address to open in a browser on this machine. */
export const browserHost = (host: string): string => (EVERYWHERE.has(host) ? "127.0.0.1" : bracketed(host))

/** The link that lets a person in, on this machine. */
export const linkOf = ({ host, port, token }: {
  readonly host: string
  readonly port: number
  readonly token: string
}): string => `http://${browserHost(host)}:${port}/?token=${token}`

/** The `link` of a person of this `name`. */
export const linkFor = (link: string, name: string): string => `${link}&name=${encodeURIComponent(name)}`
