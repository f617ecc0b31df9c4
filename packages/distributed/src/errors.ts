/**
 * What goes wrong with a queue: its address, the server, the rights on it, and what is in it.
 * Tested in database.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"
import type { SqlError } from "effect/sql/SqlError"

/** Why a queue cannot be used, or not for this. */
export type QueueReason =
  /** What was given is no address of a PostgreSQL. */
  | "Address"
  /** No server answers there, or it is just starting or stopping. */
  | "Unreachable"
  /** The server refuses the user or the password. */
  | "Password"
  /** The server has no such database. */
  | "Database"
  /** The user may not do that in the database. */
  | "Rights"
  /** The tables are those of another version. */
  | "Layout"
  /** No experiment has that name, or nothing was submitted yet. */
  | "Unknown"
  /** Several experiments have that name. */
  | "Ambiguous"
  /** Two machines computed different results of one unit. */
  | "Disagree"
  /** What is stored is not what was written. */
  | "Corrupt"
  /** Something else; `cause` says what. */
  | "Failed"

const inputs: ReadonlySet<QueueReason> = new Set(["Address", "Unknown", "Ambiguous"])

/**
 * A queue cannot be used, or not for this: `queue` is its address without the password, `reason` says why, `problem` and
 * `hint` say it to a person. Exit code 1 where the address or a name is wrong, else 2.
 */
export class QueueError extends Data.TaggedError("QueueError")<{
  readonly queue: string
  readonly reason: QueueReason
  readonly problem: Message.Message
  readonly hint: Message.Message
  /** The names that may stand there, where a name is at fault. */
  readonly allowed?: ReadonlyArray<string> | undefined
  readonly cause?: unknown
}> {
  readonly exitCode = inputs.has(this.reason) ? 1 : 2
  get says(): Message.Message {
    return Message.text`${this.queue}: ${this.problem}; ${this.hint}`
  }
  override get message(): string {
    return Quote.message(visible(Message.toCode(this.says)))
  }
}

interface Told {
  readonly reason: QueueReason
  readonly problem: string
  readonly hint: string
}

const codeOf = (cause: unknown): string | undefined =>
  typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : typeof cause === "object" && cause !== null && "cause" in cause && cause.cause !== cause
    ? codeOf(cause.cause)
    : undefined

const unreachable = (problem: string): Told => ({
  reason: "Unreachable",
  problem,
  hint: "is PostgreSQL running there, and may this machine connect to it?"
})

const network: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOENT: "nothing listens there",
  ENOTFOUND: "there is no machine of that name",
  EAI_AGAIN: "the name of the machine cannot be looked up",
  EHOSTUNREACH: "the machine is not to be reached",
  ENETUNREACH: "the network is not to be reached",
  ETIMEDOUT: "nobody answers"
}

const rights: Told = {
  reason: "Rights",
  problem: "this user may not do that in the database",
  hint: "grant it (GRANT CREATE, USAGE ON SCHEMA public), or use a database that the user owns"
}

/** By what the server says (an SQLSTATE). */
const states: Record<string, Told> = {
  "3D000": {
    reason: "Database",
    problem: "the server has no such database",
    hint: "create it (createdb), or name another at the end of the address"
  },
  "28P01": {
    reason: "Password",
    problem: "the server refuses the password",
    hint: "give the right one in the address or in PGPASSWORD"
  },
  "28000": {
    reason: "Password",
    problem: "the server does not let this user in from here",
    hint: "check the user in the address or in PGUSER, the password, and the server's pg_hba.conf"
  },
  "42501": rights,
  // No schema is left to make tables in: those of the search path are not for this user.
  "3F000": rights,
  "25006": {
    reason: "Rights",
    problem: "the database takes no writes",
    hint: "name the primary server, not a standby"
  },
  "42P01": {
    reason: "Layout",
    problem: "tables of the queue are missing",
    hint: "somebody dropped them; drop all marginalia_* tables and submit again"
  }
}

const failed = (text: string): Told => ({
  reason: "Failed",
  problem: `the database says: ${text}`,
  hint: "see the server's log"
})

const told = (error: SqlError): Told => {
  const code = codeOf(error.reason.cause)
  const known = code === undefined ? undefined : states[code]
  if (known !== undefined) return known
  if (code?.startsWith("57P") === true || code === "53300") {
    return unreachable("the server is starting, stopping or full")
  }
  if (error.reason._tag === "AuthenticationError") return states["28000"]!
  if (error.reason._tag === "ConnectionError") return unreachable(network[code ?? ""] ?? "the connection failed")
  return failed(Quote.thrown(error.reason.cause))
}

/** What a database's error comes to; `queue` is the address without the password. */
export const toQueueError = (queue: string) => (error: SqlError): QueueError =>
  new QueueError({ queue, ...told(error), cause: error })

/** Whether the same request may succeed a moment later: the server is away, or another transaction was in the way. */
export const isPassing = (error: QueueError): boolean =>
  error.reason === "Unreachable" || (error.reason === "Failed" && isRetryable(error.cause))

const isRetryable = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "isRetryable" in cause && cause.isRetryable === true
