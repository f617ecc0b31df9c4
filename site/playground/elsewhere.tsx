/** The question as a command, a program and a file, and the files that these name. */
import { useSignal } from "@preact/signals"
import { asCommand, asTypeScript, asYaml, fileOf, type Question } from "./copy.ts"
import { labelsOf, npyOf, save } from "./files.ts"
import type { State } from "./state.ts"

interface Props {
  readonly state: State
}

/** The question of the page. */
const questionOf = ({ budget, labeled, pool, seed, shown, text }: State): Question => {
  const { labeled: first = [], words } = shown.value ?? {}, now = labeled.value
  return {
    pool: pool.value,
    text: text.value,
    budget: budget.value,
    seed: seed.value,
    labeled: now.length,
    isFirst: now.length === first.length && now.every((at, i) => at === first[i]),
    ...(words === undefined ? {} : { words })
  }
}

/** The files that the command names and that are nowhere but on this page. */
const Files = ({ state }: Props) => {
  const pool = state.shown.value, question = questionOf(state), { isFirst, labeled, words } = question
  if (pool === undefined) return null
  const { rows } = pool, hasLabels = labeled > 0 && (words === undefined || !isFirst)
  return (
    <p class="acts">
      {rows === undefined ? null : (
        <button type="button" onClick={() => save(fileOf(question), npyOf(rows))}>
          Download {fileOf(question)}
        </button>
      )}
      {hasLabels
        ? (
          <button type="button" onClick={() => save("labels.csv", labelsOf(pool, state.labeled.value))}>
            Download labels.csv
          </button>
        )
        : null}
    </p>
  )
}

/** Ways to ask the same elsewhere, each with a button that copies it. */
export const Elsewhere = ({ state }: Props) => {
  const said = useSignal(""), question = questionOf(state)
  // An experiment needs a data set, and the labels of all its items: of the pools here the digits alone are one.
  const ways = [
    ["command", asCommand],
    ["TypeScript", asTypeScript],
    ...(question.words === undefined && question.pool === "digits" ? [["YAML", asYaml] as const] : [])
  ] as const
  return (
    <details>
      <summary>Ask the same elsewhere</summary>
      {ways.map(([name, write]) => (
        <div key={name}>
          <button
            type="button"
            onClick={() =>
              void navigator.clipboard.writeText(write(question)).then(
                () => said.value = `copied as ${name}`,
                () => said.value = "the browser does not let this page copy: take the text below"
              )}
          >
            Copy as {name}
          </button>
          <pre tabIndex={0}>{write(question)}</pre>
          {name === "command" ? <Files state={state} /> : null}
        </div>
      ))}
      <p role="status">{said.value}</p>
    </details>
  )
}
