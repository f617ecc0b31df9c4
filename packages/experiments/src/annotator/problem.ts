/**
 * Why a model that annotates could not be asked, as data, and in words. Tested in problem.test.ts.
 */
import * as Quote from "@marginalia/core/Quote"
import { counted } from "@marginalia/core/Words"
import * as Data from "effect/Data"

/** What broke a request that may be sent again. */
export type TransientFault =
  /** No whole answer came within so many `seconds`. */
  | { readonly fault: "Timeout"; readonly seconds: number }
  /** There was no connection, or it broke; `problem` is what the system said. */
  | { readonly fault: "Cut"; readonly problem: string }
  /** The server answered that it cannot now: the `status`, and what it `said`. */
  | { readonly fault: "Busy"; readonly status: number; readonly said: string }
  /** The answer is no JSON, as one that was cut is none; `said` is how it begins. */
  | { readonly fault: "NotJson"; readonly said: string }

/** What is wrong with the file in which answers are kept. */
export type AnswersFault =
  /** It cannot be read; `cause` is what the system said. */
  | { readonly fault: "Unreadable"; readonly cause: unknown }
  /** It cannot be written; `cause` is what the system said. */
  | { readonly fault: "Unwritable"; readonly cause: unknown }
  /** It holds something else than answers. */
  | { readonly fault: "Format" }

/** Why a model that annotates could not be asked. */
export type AnnotatorProblem =
  /** The environment has no `variable`, which should hold the key. */
  | { readonly _tag: "NoKey"; readonly variable: string }
  /** The server at `url` refuses the request, and would again: its `status`, and what it `said`. */
  | { readonly _tag: "Refused"; readonly url: string; readonly status: number; readonly said: string }
  /** So many `tries` came to nothing; `last` is what broke the last one. */
  | { readonly _tag: "GivenUp"; readonly url: string; readonly tries: number; readonly last: TransientFault }
  /** The server asks to wait for so many `seconds`, which is more than the `most` that is waited for. */
  | { readonly _tag: "Wait"; readonly url: string; readonly seconds: number; readonly most: number }
  /** The answer has more than `most` bytes. */
  | { readonly _tag: "TooLarge"; readonly url: string; readonly most: number }
  /** The answer is JSON of another form; `problem` says where it differs. */
  | { readonly _tag: "Protocol"; readonly url: string; readonly problem: string }
  /**
   * The next request is expected to cost `next`, and with the `spent` and what requests under way may cost (`flying`) that is more than
   * the `most` that was allowed.
   */
  | {
    readonly _tag: "CostLimit"
    readonly spent: number
    readonly flying: number
    readonly next: number
    readonly most: number
  }
  /** The file `path` in which answers are kept is at fault. */
  | ({ readonly _tag: "AnswersFile"; readonly path: string } & AnswersFault)
  /** Asking failed: an annotator of one's own says why. */
  | { readonly _tag: "Failed"; readonly problem: string }

/** A number of money, without digits that mean nothing. */
export const money = (value: number): string => String(Number(value.toPrecision(4)))

const said = (text: string): string => text.trim() === "" ? "and says nothing" : `and says ${Quote.message(text, 300)}`

const ofTry = (last: TransientFault): string => {
  switch (last.fault) {
    case "Timeout":
      return `no answer within ${last.seconds} s`
    case "Cut":
      return `no whole answer (${last.problem})`
    case "Busy":
      return `it answers with status ${last.status} ${said(last.said)}`
    case "NotJson":
      return `its answer is no JSON: ${Quote.value(last.said)}`
  }
}

const hintOf = (status: number): string => {
  if (status === 401 || status === 403) return "check that the key is right, and that key= names its variable"
  if (status === 404) return "check the address and the model's name"
  if (status >= 300 && status < 400) return "it leads elsewhere: give the address that it leads to"
  return "change what it names; the same request would be refused again"
}

const ofFile = (fault: AnswersFault): string => {
  switch (fault.fault) {
    case "Unreadable":
      return `the answers cannot be read (${Quote.thrown(fault.cause)}); check the file's permissions`
    case "Unwritable":
      return `the answers cannot be kept (${Quote.thrown(fault.cause)}); make room, or name another file`
    case "Format":
      return "this holds no answers of an annotator; name another file"
  }
}

/** A problem of asking, as a sentence. */
export const inWords = (reason: AnnotatorProblem): string => {
  switch (reason._tag) {
    case "NoKey":
      return `the environment has no variable ${reason.variable}, which should hold the key; set it, or name another with key=`
    case "Refused":
      return `${reason.url} refuses with status ${reason.status} ${said(reason.said)}; ${hintOf(reason.status)}`
    case "GivenUp":
      return `${reason.url}: ${ofTry(reason.last)}, after ${
        counted(reason.tries, "attempt")
      }; check that it runs, and start again: what was answered is kept`
    case "Wait":
      return `${reason.url} asks to wait for ${reason.seconds} s, and at most ${reason.most} s are waited; start again then: what was answered is kept`
    case "TooLarge":
      return `${reason.url} answers with more than ${reason.most} bytes; check that it is such a server, or ask for fewer items at once (batch=)`
    case "Protocol":
      return `${reason.url} answers in another form: ${reason.problem}`
    case "CostLimit":
      return `${money(reason.spent)} is spent${
        reason.flying === 0 ? "" : `, requests under way may cost ${money(reason.flying)}`
      }, and about ${money(reason.next)} for the next request is more than mostCost=${
        money(reason.most)
      } allows; raise it to go on: what was answered is kept`
    case "AnswersFile":
      return `${reason.path}: ${ofFile(reason)}`
    case "Failed":
      return reason.problem
  }
}

/**
 * A model that annotates could not be asked, or not any further; `reason` says why, with what was found. No field holds a key,
 * whatever the server said. An annotator of one's own fails with `Failed`.
 */
export class AnnotatorError extends Data.TaggedError("AnnotatorError")<{ readonly reason: AnnotatorProblem }> {
  get exitCode(): number {
    return this.reason._tag === "NoKey" || this.reason._tag === "CostLimit" ? 1 : 2
  }
  override get message(): string {
    return Quote.message(inWords(this.reason))
  }
}

/** An error of the reason. */
export const failed = (reason: AnnotatorProblem): AnnotatorError => new AnnotatorError({ reason })
