/**
 * Ports to listen on.
 */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { ServeError } from "effect/http/HttpServerError"

/** Refuses what is no port, before anything is read; 0 stands for one that is free. Fails with `UsageProblem`. */
export const checkPort = (port: number): Effect.Effect<void, UsageProblem> => {
  if (port >= 0 && port <= 65_535) return Effect.void
  const expected = "a whole number from 0 to 65535",
    fault = { reason: "Value", setting: "port", value: port, expected } as const
  return Effect.fail(
    new UsageProblem({
      problem: Message.text`${Message.setting("port")} is ${port}`,
      hint: `it takes ${expected}`,
      ...fault
    })
  )
}

/** Why an address and a port are not to be had, by what the system says. */
export type PortReason =
  /** Something listens there. */
  | "InUse"
  /** This user may not: ports below 1024, mostly. */
  | "Denied"
  /** The address is none of this machine. */
  | "NoAddress"
  /** Something else; `cause` says what. */
  | "Failed"

const REASONS: { readonly [code: string]: PortReason } = {
  EADDRINUSE: "InUse",
  EACCES: "Denied",
  EPERM: "Denied",
  EADDRNOTAVAIL: "NoAddress",
  ENOTFOUND: "NoAddress",
  EAI_AGAIN: "NoAddress"
}

const WORDS: { readonly [R in PortReason]: readonly [problem: string, hint: Message.Message] } = {
  InUse: [
    "something listens there already",
    Message.text`end it, or give another ${Message.setting("port")}; 0 takes a free one`
  ],
  Denied: [
    "this user may not listen there",
    Message.text`give a ${Message.setting("port")} above 1023; 0 takes a free one`
  ],
  NoAddress: ["it is no address of this machine", Message.text`give another ${Message.setting("host")}`],
  Failed: ["the system refuses it", Message.text`give another ${Message.setting("host")} or ${Message.setting("port")}`]
}

/** A server cannot listen at `host` and `port`; `reason` says why, `cause` what the system said (exit code 2). */
export class PortProblem extends Data.TaggedError("PortProblem")<
  { readonly reason: PortReason; readonly host: string; readonly port: number; readonly cause: unknown }
> {
  readonly exitCode = 2
  get says(): Message.Message {
    const [problem, hint] = WORDS[this.reason]
    return Message.text`nothing is served at ${this.host}, port ${String(this.port)}: ${problem}; ${hint}`
  }
  override get message(): string {
    return Quote.message(Message.toCode(this.says))
  }
}

/** What a server's failure to listen is. */
export const portProblem = (host: string, port: number) => ({ cause }: ServeError): PortProblem => {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : ""
  return new PortProblem({ reason: REASONS[code] ?? "Failed", host, port, cause })
}
