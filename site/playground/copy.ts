/** The question of the page as one would ask it elsewhere. */

/** What is asked. */
export interface Question {
  readonly pool: string
  readonly text: string
  readonly budget: number
  readonly seed: number
  readonly labeled: number
  /** Whether the labels are those that the pool had at first. */
  readonly isFirst: boolean
  /** The words of the command that name the pool with its labels and columns, where it is in a file. */
  readonly words?: ReadonlyArray<string>
}

const shell = (text: string): string => /^[\w./=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/** The file that the command names: where the pool is in none, the one that the page lets one download. */
export const fileOf = ({ pool, words = [] }: Question): string => words[0] ?? `${pool.replaceAll(" ", "-")}.npy`

/** The words after the file, with the labels of the page in place of those of the file. */
const withLabels = ([, ...words]: ReadonlyArray<string>, labeled: number): ReadonlyArray<string> => {
  const at = words.indexOf("--labels"), others = at < 0 ? words : words.toSpliced(at, 2)
  return labeled > 0 ? ["--labels", "labels.csv", ...others] : others
}

/** The command for a pool in a file. */
export const asCommand = (question: Question): string => {
  const { budget, isFirst, labeled, seed, text, words = [] } = question
  const more = words.length > 0 && isFirst ? words.slice(1) : withLabels(words, labeled)
  return [
    `npx marginalia select ${shell(fileOf(question))} --strategy ${shell(text)} --budget ${budget} --seed ${seed}`,
    ...more.map(shell)
  ].join(" ")
}

/** A program. */
export const asTypeScript = ({ budget, labeled, seed, text }: Question): string =>
  [
    `import { selectAny, Strategy } from "@marginalia/core"`,
    `import { registry } from "@marginalia/strategies"`,
    "",
    `const strategy = Strategy.readUnsafe(${JSON.stringify(text)}, registry)`,
    `const { ids } = await selectAny(strategy, { embedding${
      labeled > 0 ? ", labeled, labels" : ""
    }, budget: ${budget}, seed: ${seed} })`
  ].join("\n")

/** An experiment on the digits, of ten rounds and ten seeds, against random. */
export const asYaml = ({ budget, text }: Question): string =>
  [
    "data: digits",
    "strategies:",
    "  - random",
    `  - ${JSON.stringify(text)}`,
    `budget: ${budget}`,
    "rounds: 10",
    "seeds: 10"
  ].join("\n")
