/**
 * The two ways in which reading a file fails: the file holds what it should not, or the world will not hand it over.
 */
import { Message, Quote } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { PlatformError } from "effect/PlatformError"
import type { InputFault, InputReason } from "../fault.ts"

/** What an error about a file says to a person. */
interface Told {
  readonly path: string
  readonly problem: Message.Message
  readonly hint: Message.Message
}

/**
 * The user's input is wrong: what was wrong, with which values, and what to do (exit code 1). `reason` says how it is
 * wrong; where in the file, what was found and what may stand there are fields: those of {@link InputReason} for that
 * reason always, others as far as they are known.
 */
export class InvalidInput extends Data.TaggedError("InvalidInput")<
  Told & Message.Fault & Pick<InputReason, "reason">
> {
  readonly exitCode = 1
  constructor(fields: Told & InputFault) {
    super({ ...fields })
  }
  get says(): Message.Message {
    return Message.text`${this.path}: ${this.problem}; ${this.hint}`
  }
  override get message(): string {
    return Quote.message(visible(Message.toCode(this.says)))
  }
}

/** How the world is in the way of a file or folder. */
export type FileReason =
  /** It is not there, or the folder above it is not. */
  | "NotFound"
  /** This user may not read or write it. */
  | "Denied"
  /** It is a folder where a file is wanted, the other way round, or a device. */
  | "Kind"
  /** Another program uses it. */
  | "Busy"
  /** It changed while it was read. */
  | "Changed"
  /** It holds something already, which is not written over. */
  | "Occupied"
  /** Its name is too long. */
  | "Name"
  /** Its bytes do not fit into memory. */
  | "Memory"
  /** No space is left on its disk. */
  | "Full"
  /** Its disk cannot be written to. */
  | "ReadOnly"
  /** Something else; `cause` says what. */
  | "Failed"

/**
 * The world is in the way: a file that is missing, a folder, unreadable, or a full disk (exit code 2). `reason` says how,
 * `problem` and `hint` say it to a person, and `cause` is what the system said.
 */
export class FileProblem extends Data.TaggedError("FileProblem")<
  Told & { readonly reason: FileReason; readonly cause?: unknown }
> {
  readonly exitCode = 2
  get says(): Message.Message {
    return Message.text`${this.path}: ${this.problem}; ${this.hint}`
  }
  override get message(): string {
    return Quote.message(visible(Message.toCode(this.says)))
  }
}

/** Thrown by the pure parsers, which know nothing of paths; {@link decoding} turns it into {@link InvalidInput}. */
export class Malformed extends Error {
  readonly problem: Message.Message
  readonly hint: Message.Message
  readonly fault: InputFault
  constructor(problem: Message.Message, hint: Message.Message, fault: InputFault) {
    super(Message.toCode(Message.text`${problem}; ${hint}`))
    this.name = "Malformed"
    this.problem = problem
    this.hint = hint
    this.fault = fault
  }
}

/** A thrown {@link Malformed} as the user's error about `path`; anything else thrown is a defect. */
export const toInvalidInput = (path: string) => (thrown: unknown): Effect.Effect<never, InvalidInput> =>
  thrown instanceof Malformed
    ? Effect.fail(new InvalidInput({ path, problem: thrown.problem, hint: thrown.hint, ...thrown.fault }))
    : Effect.die(thrown)

/** Runs a pure parser over what was read from `path`. */
export const decoding = <A>(path: string, parse: () => A): Effect.Effect<A, InvalidInput> =>
  Effect.try({ try: parse, catch: (thrown) => thrown }).pipe(Effect.catch(toInvalidInput(path)))

type Known = readonly [reason: FileReason, problem: string, hint: string]

const systemProblems: Record<string, Known> = {
  NotFound: ["NotFound", "no such file or folder", "check the path"],
  PermissionDenied: ["Denied", "permission denied", "change the file's permissions, or name another file"],
  BadResource: ["Kind", "not a file, or a part of its path is not a folder", "name a file"],
  Busy: ["Busy", "the file is busy", "close the program that uses it and try again"]
}

const errorCodes: Record<string, Known> = {
  ENOSPC: ["Full", "no space is left on the disk", "free some, or name a file on another disk"],
  EROFS: ["ReadOnly", "the disk is read-only", "name a file on another disk"]
}

const codeOf = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "unknown error"

/** What the platform says about `path`, in words. */
export const toFileProblem = (path: string) => (error: PlatformError): FileProblem => {
  const code = codeOf(error.reason.cause)
  const [reason, problem, hint] = errorCodes[code] ?? systemProblems[error.reason._tag] ??
    ["Failed", `the file cannot be used (${code})`, "try again, or name another file"]
  return new FileProblem({ path, problem, hint, cause: error, reason })
}

/** The error for a folder where a file is expected. */
export const folderProblem = (path: string): FileProblem =>
  new FileProblem({ path, problem: "this is a folder", hint: "name a file in it", reason: "Kind" })
