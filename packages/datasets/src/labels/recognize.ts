/**
 * Which form labels are in, by their content.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { dirname, join } from "node:path"
import { decoding, InvalidInput, Malformed } from "../files/errors.ts"
import { isArrow } from "../files/format.ts"
import { isNpy } from "../files/npy-header.ts"
import type { Source } from "../files/source.ts"
import { csvLabels } from "./csv.ts"
import { isList, listLabels, SYNSETS, synsetsIn } from "./imagenet.ts"
import { jsonLabels } from "./json.ts"
import { jsonlLabels } from "./jsonl.ts"
import { parquetLabels } from "./parquet.ts"
import type { FormOptions } from "./reading.ts"

const PARQUET = [0x50, 0x41, 0x52, 0x31]

/** What the content is, as far as its beginning says. */
export type Kind = "npy" | "parquet" | "xml" | "json" | "jsonl" | "list" | "csv" | "zip"

/** Whether the first line is an object that stands for itself, as in jsonl, and no document's beginning. */
const isJsonLine = (line: string): boolean => {
  try {
    const value = JSON.parse(line) as object
    return !("images" in value && "annotations" in value) && !("data" in value && "annotations" in value)
  } catch {
    return false
  }
}

/** The beginning of a text, without blanks before it. */
const beginning = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 1 << 16)).trimStart()

/** The first line that is not blank; one that is very long only by its beginning. */
const firstLine = (text: string): string => /[^\r\n]*\S[^\r\n]*/.exec(text)?.[0] ?? ""

const textKind = (bytes: Uint8Array): Kind => {
  const start = beginning(bytes)
  if (start.startsWith("<")) return "xml"
  if (start.startsWith("[")) return "json"
  if (!start.startsWith("{")) return isList(firstLine(start)) ? "list" : "csv"
  const line = firstLine(start)
  const whole = line.length < start.length || bytes.length <= 1 << 16
  if (whole) {
    return isJsonLine(line) || /^\{.*\}\s*$/.test(line) && !/"(?:images|annotations)"/.test(line)
      ? "jsonl"
      : unsure(line)
  }
  return /"(?:images|annotations|categories|info|licenses)"\s*:/.test(line.slice(0, 4096)) ? "json" : "jsonl"
}

/** An object that does not end on its line: a document over lines, or jsonl that is broken. */
const unsure = (line: string): Kind =>
  /^\{\s*(?:"[^"]*"\s*:\s*[[{]?)?\s*$|"(?:images|annotations|info|licenses|categories)"\s*:/.test(line)
    ? "json"
    : "jsonl"

/** See the module: npy, parquet and Arrow, which one reader takes, by their first bytes, others by their first line. */
export const kindOf = (bytes: Uint8Array): Kind => {
  if (isNpy(bytes)) return "npy"
  if (PARQUET.every((byte, i) => bytes[i] === byte) || isArrow(bytes)) return "parquet"
  if (bytes[0] === 0x50 && bytes[1] === 0x4B) return "zip"
  return textKind(bytes)
}

const whole = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    throw new Malformed("this is not valid UTF-8", "save the file as UTF-8", { reason: "Format", expected: "UTF-8" })
  }
}

const refusals: { readonly [kind in "npy" | "zip"]: readonly [problem: string, hint: string] } = {
  npy: ["an array has no labels of items", "give a table of id,label"],
  zip: ["this is a zip archive", "unpack it, and name the file or the folder in it"]
}

/** The names of the classes of an ImageNet list, where they lie beside it. */
const synsetsNextTo = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const text = fs.readFileString(join(dirname(path), SYNSETS))
  return path === "stdin" ? undefined : yield* Effect.orElseSucceed(Effect.map(text, synsetsIn), () => undefined)
})

/** Reads labels in whatever form they are. Fails with `InvalidInput`. */
export const readForm = Effect.fnUntraced(function*(source: Source, options: FormOptions) {
  const { bytes, path } = source, kind = kindOf(bytes)
  switch (kind) {
    case "npy":
    case "zip": {
      const [problem, hint] = refusals[kind]
      return yield* new InvalidInput({ path, problem, hint, reason: "Unsupported", value: kind })
    }
    case "parquet":
      return yield* parquetLabels(source, options)
    case "jsonl":
      return yield* jsonlLabels(source, options)
    case "xml": {
      // Few need a parser of XML, and all would wait for it.
      const { cvatLabels } = yield* Effect.promise(() => import("./cvat.ts"))
      return yield* decoding(path, () => cvatLabels(whole(bytes)))
    }
    case "json":
      return yield* decoding(path, () => jsonLabels(whole(bytes), options))
    case "list": {
      const names = yield* synsetsNextTo(path)
      return yield* decoding(path, () => listLabels(whole(bytes), names))
    }
    case "csv":
      return yield* csvLabels(source, options)
  }
})
