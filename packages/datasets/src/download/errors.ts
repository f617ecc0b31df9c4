/** What can go wrong while a data set is fetched: where, and how to go on. */
import * as Quote from "@marginalia/core/Quote"
import * as Data from "effect/Data"
import type { PlatformError } from "effect/PlatformError"

/** Why a download did not come to its end. */
export type DownloadProblem =
  /** The server has an answer, and it is no. */
  | { readonly _tag: "Refused"; readonly url: string; readonly status: number }
  /** The connection could not be made, broke, or fell silent, more often than we try; `have` bytes are kept. */
  | { readonly _tag: "Cut"; readonly url: string; readonly problem: string; readonly have: number }
  /** What came is not what was published; it is not kept. */
  | { readonly _tag: "Changed"; readonly url: string; readonly expected: string; readonly found: string }
  /** The disk is too small for what is to come: so many bytes are `needed`, and `free`. */
  | { readonly _tag: "NoSpace"; readonly path: string; readonly needed: number; readonly free: number }
  /** The disk is full; `cause` is what the system said. */
  | { readonly _tag: "Full"; readonly path: string; readonly cause: unknown }
  /** A file or folder cannot be written. */
  | { readonly _tag: "Unwritable"; readonly path: string; readonly cause: unknown }
  /** An archive is corrupt, or wants to write where it should not. */
  | { readonly _tag: "BadArchive"; readonly path: string; readonly problem: string }
  /** What an archive comes to, or what a server sends, is more than is allowed. */
  | { readonly _tag: "TooLarge"; readonly path: string; readonly problem: string }
  /** A server sends us to where nobody should follow. */
  | { readonly _tag: "Misled"; readonly url: string; readonly problem: string }
  /** All is there, and it is not the data set. */
  | { readonly _tag: "Incomplete"; readonly folder: string; readonly problem: string }

const size = Quote.bytes

const again = (have: number): string =>
  have === 0 ? "try again later" : `${size(have)} are kept: the same command goes on from there`

const makeRoom = "make room, or name another folder; the same command goes on from there"

const sentence = (problem: DownloadProblem): string => {
  switch (problem._tag) {
    case "Refused": {
      const what = problem.status === 404 || problem.status === 410
        ? "there is nothing here any more"
        : "the server refuses"
      return `${problem.url}: ${what} (status ${problem.status}); see the data set's page for where it is now`
    }
    case "Cut":
      return `${problem.url}: ${problem.problem}; ${again(problem.have)}`
    case "Changed":
      return `${problem.url}: ${problem.found} instead of ${problem.expected}, so it is not the published file and was not kept`
    case "NoSpace": {
      const { free, needed, path } = problem
      return `${path}: the disk is too full: ${size(needed)} are needed and ${size(free)} are free; ${makeRoom}`
    }
    case "Full":
      return `${problem.path}: the disk is too full; ${makeRoom}`
    case "Unwritable":
      return `${problem.path}: cannot be written (${
        String(problem.cause).split("\n")[0]
      }); name another folder, or change its permissions`
    case "BadArchive":
      return `${problem.path}: ${problem.problem}; remove it and download it again`
    case "TooLarge":
      return `${problem.path}: ${problem.problem}`
    case "Misled":
      return `${problem.url}: ${problem.problem}; see the data set's page for where it is now`
    case "Incomplete":
      return `${problem.folder}: ${problem.problem}; the authors may have packed the data set anew`
  }
}

/** A data set could not be fetched. */
export class DownloadError extends Data.TaggedError("DownloadError")<{ readonly reason: DownloadProblem }> {
  readonly exitCode = 2
  override get message(): string {
    return Quote.message(sentence(this.reason))
  }
}

/** The error of a reason. */
export const failed = (reason: DownloadProblem): DownloadError => new DownloadError({ reason })

const FULL = new Set(["ENOSPC", "EDQUOT"])

const isFull = (cause: unknown): boolean => {
  if (typeof cause !== "object" || cause === null) return false
  if ("code" in cause && FULL.has(String(cause.code))) return true
  return ("cause" in cause && isFull(cause.cause)) || ("reason" in cause && isFull(cause.reason))
}

/** The error of a file or folder that could not be written. */
export const unwritable = (path: string) => (cause: PlatformError | Error): DownloadError =>
  failed(isFull(cause) ? { _tag: "Full", path, cause } : { _tag: "Unwritable", path, cause })
