/**
 * The address of a queue: a PostgreSQL's URL, whose password is seen nowhere.
 */
import { variable } from "@marginalia/datasets/variable"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { userInfo } from "node:os"
import { QueueError } from "./errors.ts"

/** Where a queue is. */
export interface Address {
  /** The URL without its password. */
  readonly shown: string
  /** The same, for the client. */
  readonly url: Redacted.Redacted
  /** The user of the environment or of the system, where the URL has none. */
  readonly username: string | undefined
  readonly password: Redacted.Redacted | undefined
}

const EXAMPLE = "postgres://user@host:5432/database"

/** What was given is shown only as far as no password can be in it. */
const refused = (given: string, problem: string): QueueError =>
  new QueueError({
    queue: `${/^[a-z+]{1,20}:/i.exec(given)?.[0] ?? ""}…`,
    reason: "Address",
    problem,
    hint: `give the address of a PostgreSQL, such as ${EXAMPLE}`
  })

const parse = (given: string): URL | undefined => {
  try {
    return new URL(given)
  } catch {
    // The error of the platform holds the whole text, with the password.
    return undefined
  }
}

/** Parameters of the address that are no secret, and say which queue it is. */
const SHOWN: ReadonlySet<string> = new Set(["host", "port", "user", "dbname", "options", "sslmode"])

const shownOf = (url: URL): string => {
  const plain = new URL(url)
  plain.password = ""
  for (const name of new Set(plain.searchParams.keys())) if (!SHOWN.has(name)) plain.searchParams.delete(name)
  return plain.href
}

/** The password of the address, in either of its places. */
const passwordOf = (url: URL): string | undefined => {
  const inside = url.password === "" ? undefined : url.password
  return inside === undefined ? url.searchParams.get("password") ?? undefined : decodeURIComponent(inside)
}

const withoutPassword = (url: URL, sslmode: string | undefined): string => {
  const plain = new URL(url)
  plain.password = ""
  plain.searchParams.delete("password")
  if (sslmode !== undefined && !plain.searchParams.has("sslmode")) plain.searchParams.set("sslmode", sslmode)
  return plain.href
}

const given = (text: string): Effect.Effect<URL, QueueError> => {
  const url = parse(text)
  if (url === undefined) return Effect.fail(refused(text, "this is no address of a queue"))
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") {
    return Effect.fail(refused(text, "an address of a queue begins with postgres://"))
  }
  try {
    decodeURIComponent(url.password)
    return Effect.succeed(url)
  } catch {
    return Effect.fail(refused(text, "its password has a % that begins no character (%25 stands for %)"))
  }
}

/**
 * Reads a `postgres://user:password@host:port/database` URL. What it leaves out is taken from `PGUSER`, `PGPASSWORD` and
 * `PGSSLMODE`; the port is 5432 by default, the host localhost, the user the one of the system, the database the one with the
 * user's name.
 *
 * Fails with `QueueError` of the reason `Address`, which never holds what was given.
 */
export const readAddress = Effect.fn("readAddress")(function*(text: string) {
  const url = yield* given(text)
  const named = url.username !== "" || url.searchParams.has("user")
  const username = named ? undefined : (yield* variable("PGUSER")) ?? userInfo().username
  const password = passwordOf(url) ?? (yield* variable("PGPASSWORD"))
  const address: Address = {
    shown: shownOf(url),
    url: Redacted.make(withoutPassword(url, yield* variable("PGSSLMODE"))),
    username,
    password: password === undefined ? undefined : Redacted.make(password)
  }
  return address
})
