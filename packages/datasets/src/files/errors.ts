/**
 * The two ways in which reading a file fails: the file holds what it should not, or the world will not hand it over.
 */
import { Message, Quote } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { PlatformError } from "effect/PlatformError"

/**
 * The user's input is wrong: what was wrong, with which values, and what to do (exit code 1). Where in the file, what was
 * found and what may stand there are fields, as far as they are known.
 */
export class InvalidInput extends Data.TaggedError("InvalidInput")<
  {
    readonly path: string
    readonly problem: Message.Message
    readonly hint: Message.Message
  } & Message.Fault
> {
  readonly exitCode = 1
  get says(): Message.Message {
    return Message.text`${this.path}: ${this.problem}; ${this.hint}`
  }
  override get message(): string {
    return Quote.message(visible(Message.toCode(this.says)))
  }
}

/** The world is in the way: a file that is missing, a folder, unreadable, or a full disk (exit code 2). */
export class FileProblem extends Data.TaggedError("FileProblem")<{
  readonly path: string
  readonly problem: Message.Message
  readonly hint: Message.Message
  readonly cause?: unknown
}> {
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
  readonly fault: Message.Fault
  constructor(problem: Message.Message, hint: Message.Message, fault: Message.Fault = {}) {
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

const systemProblems: Record<string, readonly [problem: string, hint: string]> = {
  NotFound: ["no such file or folder", "check the path"],
  PermissionDenied: ["permission denied", "change the file's permissions, or name another file"],
  BadResource: ["not a file, or a part of its path is not a folder", "name a file"],
  Busy: ["the file is busy", "close the program that uses it and try again"]
}

const errorCodes: Record<string, readonly [problem: string, hint: string]> = {
  ENOSPC: ["no space is left on the disk", "free some, or name a file on another disk"],
  EROFS: ["the disk is read-only", "name a file on another disk"]
}

const codeOf = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "unknown error"

/** What the platform says about `path`, in words. */
export const toFileProblem = (path: string) => (error: PlatformError): FileProblem => {
  const code = codeOf(error.reason.cause)
  const [problem, hint] = errorCodes[code] ?? systemProblems[error.reason._tag] ??
    [`the file cannot be used (${code})`, "try again, or name another file"]
  return new FileProblem({ path, problem, hint, cause: error })
}

/** The error for a folder where a file is expected. */
export const folderProblem = (path: string): FileProblem =>
  new FileProblem({ path, problem: "this is a folder", hint: "name a file in it" })
