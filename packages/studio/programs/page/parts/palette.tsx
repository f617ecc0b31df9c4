import { useSignal } from "@preact/signals"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import { useStudio } from "../context.ts"
import { fitting } from "../state/classes.ts"
import type { ClassView } from "../wire.ts"
import { Over } from "./dialog.tsx"
import { Key } from "./key.tsx"

/** How many classes the palette lists at once. */
const LISTED = 60

interface Props {
  readonly title: string
  readonly pick: (id: number) => void
}

interface Entry {
  readonly one: ClassView | undefined
  readonly name: string
}

const entriesFor = (classes: ReadonlyArray<ClassView>, typed: string): ReadonlyArray<Entry> => {
  const found = fitting(classes, typed).slice(0, LISTED).map((one) => ({ one, name: one.name }))
  const name = typed.trim(), known = classes.some((one) => one.name === name)
  return name === "" || known ? found : [...found, { one: undefined, name }]
}

const Option = ({ at, chosen, entry, pick }: {
  readonly at: number
  readonly chosen: boolean
  readonly entry: Entry
  readonly pick: () => void
}) => (
  <li id={`option-${at}`} role="option" aria-selected={chosen} class={chosen ? "chosen" : ""} onMouseDown={pick}>
    {entry.one === undefined
      ? (
        <span>
          Add class <b>{entry.name}</b>
        </span>
      )
      : (
        <>
          <span>{entry.name}</span>
          <small>{entry.one.labels}</small>
          <Key name={entry.one.key} />
        </>
      )}
  </li>
)

/** Finds a class by typing, or adds one. */
export const Palette = ({ pick, title }: Props) => {
  const { classes, dialog, project } = useStudio()
  const typed = useSignal(""), at = useSignal(0), input = useRef<HTMLInputElement>(null)
  const entries = entriesFor(project.classes.value, typed.value)
  const take = (entry: Entry | undefined): void => {
    if (entry === undefined) return
    dialog.value = undefined
    if (entry.one === undefined) classes.add(entry.name, pick)
    else pick(entry.one.id)
  }
  const key = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) at.value = (at.value + step + entries.length) % Math.max(1, entries.length)
    else if (event.key === "Enter") take(entries[at.value])
    else return
    event.preventDefault()
  }
  useLayoutEffect(() => input.current?.focus(), [])
  useEffect(() => document.getElementById(`option-${at.value}`)?.scrollIntoView({ block: "nearest" }), [at.value])
  return (
    <Over title={title}>
      <input
        ref={input}
        class="find"
        type="text"
        role="combobox"
        aria-label="Class"
        aria-expanded="true"
        aria-controls="options"
        aria-activedescendant={entries.length > 0 ? `option-${at.value}` : undefined}
        placeholder="Type a class"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        value={typed}
        onInput={(event) => {
          typed.value = event.currentTarget.value
          at.value = 0
        }}
        onKeyDown={key}
      />
      <ul id="options" class="options" role="listbox" aria-label="Classes that fit">
        {entries.map((entry, i) => (
          <Option
            key={entry.one?.id ?? "new"}
            at={i}
            chosen={i === at.value}
            entry={entry}
            pick={() => take(entry)}
          />
        ))}
      </ul>
      {entries.length === 0 ? <p class="hint">Type a name to add the first class.</p> : null}
    </Over>
  )
}
