/**
 * Why a manifest cannot be read, as data, and in words.
 */
import * as Data from "effect/Data"
import * as Message from "../Message.ts"
import * as Quote from "../Quote.ts"

/** Why a manifest cannot be read. A `path` is the way to a value in it, with points between. */
export type ManifestProblem =
  /** It is not JSON; `cause` says where. */
  | { readonly _tag: "Json"; readonly cause: unknown }
  /** It is something else: nothing is at `path`, where a manifest has `expected`. */
  | { readonly _tag: "Missing"; readonly path: string; readonly expected: number }
  /** It is of another version than the one that is read. */
  | { readonly _tag: "Version"; readonly value: unknown; readonly expected: number }
  /** What is at `path` is nested deeper, or holds more, than is read; `problem` says how much. */
  | { readonly _tag: "TooLarge"; readonly path: string; readonly problem: string }
  /** What is at `path` is `value`, which may not stand there; `complaint` says what may. */
  | { readonly _tag: "Value"; readonly path: string; readonly value: unknown; readonly complaint: string }

const inWords = (reason: ManifestProblem): Message.Message => {
  switch (reason._tag) {
    case "Json":
      return `this is not JSON (${Quote.thrown(reason.cause)})`
    case "Missing": {
      const file = Message.setting("manifest")
      return Message.text`this is not a manifest: it has no ${reason.path}; name a file of ${file}`
    }
    case "Version": {
      const found = Quote.value(reason.value)
      return `its manifestVersion is ${found} and this marginalia reads ${reason.expected}; use another one`
    }
    case "TooLarge":
      return `${reason.path}: ${reason.problem}`
    case "Value":
      return `${reason.path}: ${reason.complaint}`
  }
}

/** A manifest cannot be read: it is something else, of a later version, or damaged; `reason` says which. */
export class UnreadableManifest extends Data.TaggedError("UnreadableManifest")<{ readonly reason: ManifestProblem }> {
  readonly exitCode = 1
  get says(): Message.Message {
    return inWords(this.reason)
  }
  override get message(): string {
    return Quote.message(Message.toCode(this.says))
  }
}
