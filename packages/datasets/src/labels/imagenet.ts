/**
 * Lists in ImageNet's way: a file and its class a line, the classes' names in `synsets.txt` beside it (as CVAT's and
 * Datumaro's ImageNet TXT export has them).
 */
import { shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"
import type { LabelRecord, Reading } from "./reading.ts"

/** Where the names of the classes lie. */
export const SYNSETS = "synsets.txt"

/** A file and the numbers that follow it. */
const LINE = /^(.*?\S)((?:\s+\d+)+)$/

/** A name in quotes, since it holds spaces; Datumaro writes its ending after them. */
const QUOTED = /^"((?:[^"\\]|\\.)*)"(\.\w+)?$/

/** Longer lines are none of a list. */
const LONGEST = 4096

const split = (line: string): readonly [file: string, numbers: ReadonlyArray<string>] | undefined => {
  const [, file, numbers] = line.length > LONGEST ? [] : LINE.exec(line.trim()) ?? []
  if (file === undefined || numbers === undefined) return undefined
  const [, quoted, ending = ""] = QUOTED.exec(file) ?? []
  return [quoted === undefined ? file : quoted.replace(/\\(.)/g, "$1") + ending, numbers.trim().split(/\s+/)]
}

/** Whether a line is one of such a list: a file and a number. */
export const isList = (line: string): boolean => {
  const found = split(line)
  return found !== undefined && (line.trimStart().startsWith("\"") || !/[,;\t]/.test(line))
}

/** The names of the classes, by number; blank lines at the end do not count. */
export const synsetsIn = (text: string): ReadonlyArray<string> =>
  text.replace(/\s+$/, "").split(/\r?\n/).map((line) => line.trim())

const labelOf = (number: string, names: ReadonlyArray<string> | undefined, line: number): string => {
  if (names === undefined) return number
  const name = names[Number(number)]
  if (name !== undefined && name !== "") return name
  const problem = `line ${line} is of class ${number}, and ${SYNSETS} has ${names.length}`
  throw new Malformed(problem, "numbers count from 0: give the list that belongs to it", {
    reason: "Unknown",
    line,
    value: number,
    allowed: names
  })
}

/**
 * The labels of a list; `names` are the classes by number, and without them the numbers are the names.
 *
 * Throws {@link Malformed}: a line of another kind, several classes in a line, a number without a name.
 */
export const listLabels = (text: string, names: ReadonlyArray<string> | undefined): Reading => {
  const records = text.split(/\r?\n/).flatMap((line, i): ReadonlyArray<LabelRecord> => {
    if (line.trim() === "") return []
    const found = split(line)
    if (found === undefined) {
      throw new Malformed(
        `line ${i + 1} is no file and number: ${shown(line)}`,
        "write a file and its class's number a line",
        { reason: "Format", line: i + 1, value: line, expected: "a file and its class's number" }
      )
    }
    const [file, numbers] = found, [first, second] = [...new Set(numbers)]
    if (second !== undefined) {
      const problem = `the image ${shown(file)} on line ${i + 1} has the classes ${first} and ${second}`
      throw new Malformed(problem, "several labels an item cannot be taken: keep one", {
        reason: "Ambiguous",
        line: i + 1,
        value: file,
        allowed: [...new Set(numbers)]
      })
    }
    return [{ names: { file }, label: labelOf(first!, names, i + 1), where: `on line ${i + 1}` }]
  })
  const notes = names === undefined
    ? [`there is no ${SYNSETS} beside it, so the classes are called by their numbers`]
    : []
  return { form: "imagenet", records, notes }
}
