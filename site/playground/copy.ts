/** The question of the page as one would ask it elsewhere. */

/** What is asked. */
export interface Question {
  readonly pool: string
  readonly text: string
  readonly budget: number
  readonly seed: number
  readonly labeled: number
  /** The words of the command that name the pool with its labels and columns, where it is in a file. */
  readonly words?: ReadonlyArray<string>
}

const shell = (text: string): string => /^[\w./=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/** The command for a pool in a file. */
export const asCommand = ({ budget, labeled, seed, text, words = [] }: Question): string => {
  const [file = "pool.npy", ...more] = words.map(shell), labels = labeled > 0 && words.length === 0
  return [
    `npx marginalia select ${file} --strategy ${shell(text)} --budget ${budget} --seed ${seed}`,
    ...(labels ? ["--labels labels.csv"] : []),
    ...more
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

/** An experiment of ten rounds and ten seeds, against random. */
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
