/**
 * What a caller asked for that makes no sense, and what is missing to do it; `exitCode` is what the command ends with.
 */
import { Message, Quote } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"
import type { UsageFault, UsageReason } from "./fault.ts"

interface Told {
  readonly problem: Message.Message
  readonly hint: Message.Message
}

/**
 * The caller asks for something that makes no sense: what is wrong, and what to do. `reason` says how; which setting,
 * which value and what it may be are fields: those of {@link UsageReason} for that reason always, others as far as they are
 * known.
 */
export class UsageProblem extends Data.TaggedError("UsageProblem")<
  Told & Message.Fault & Pick<UsageReason, "reason"> & { readonly cause?: unknown }
> {
  readonly exitCode = 1
  constructor(fields: Told & UsageFault) {
    super({ ...fields })
  }
  get says(): Message.Message {
    return Message.text`${this.problem}; ${this.hint}`
  }
  override get message(): string {
    return Quote.message(visible(Message.toCode(this.says)))
  }
}

/** What is known of a package that cannot be loaded. */
interface Lacking {
  /** Its name in the registry. */
  readonly name: string
  /** What it is for. */
  readonly purpose: Message.Message
  /** Why it does not load, where it is installed; undefined: it is not. */
  readonly broken: string | undefined
}

/** What is wrong with a package, and what to do: add it, or build it again. */
export const lacking = ({ broken, name, purpose }: Lacking): Message.Message =>
  broken === undefined
    ? Message.text`not installed; for ${purpose}, add it with: npm install ${name}`
    : Message.text`installed, but it cannot be loaded (${broken}); for ${purpose}, try: npm rebuild ${name}`

/** An optional package is wanted and cannot be loaded: it is not installed, or `broken`. */
export class MissingPackage extends Data.TaggedError("MissingPackage")<Lacking> {
  readonly exitCode = 2
  get says(): Message.Message {
    return Message.text`${this.name}: ${lacking(this)}`
  }
  override get message(): string {
    return visible(Message.toCode(this.says))
  }
}
