import { counted } from "@marginalia/core/Words"
import { useSignal } from "@preact/signals"
import { useLayoutEffect, useRef } from "preact/hooks"
import { useStudio } from "../context.ts"
import type { ClassView } from "../wire.ts"
import { Over } from "./dialog.tsx"
import { Key } from "./key.tsx"

type Doing = { readonly id: number; readonly what: "rename" | "merge" } | undefined

/** Puts the focus on an element when it comes. */
const useFocus = <E extends HTMLElement>() => {
  const ref = useRef<E>(null)
  useLayoutEffect(() => ref.current?.focus(), [])
  return ref
}

const Rename = ({ done, one }: { readonly one: ClassView; readonly done: () => void }) => {
  const { classes } = useStudio(), name = useSignal(one.name), input = useFocus<HTMLInputElement>()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.value.trim() !== "" && name.value.trim() !== one.name) classes.rename(one.id, name.value)
        done()
      }}
    >
      <input
        aria-label={`New name of ${one.name}`}
        maxLength={200}
        ref={input}
        value={name}
        onInput={(event) => (name.value = event.currentTarget.value)}
      />
      <button type="submit" class="main">Rename</button>
      <button type="button" onClick={done}>Cancel</button>
    </form>
  )
}

const Merge = ({ done, one }: { readonly one: ClassView; readonly done: () => void }) => {
  const { classes, project } = useStudio(), others = project.classes.value.filter(({ id }) => id !== one.id)
  const into = useSignal(others[0]?.id ?? -1), select = useFocus<HTMLSelectElement>()
  if (others.length === 0) return <p class="note">There is no other class.</p>
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        classes.merge(one.id, into.value)
        done()
      }}
    >
      <label>
        {counted(one.labels, "label")} of <b>{one.name}</b> become{" "}
        <select ref={select} value={into.value} onChange={(event) => (into.value = Number(event.currentTarget.value))}>
          {others.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
      <button type="submit" class="main">Merge</button>
      <button type="button" onClick={done}>Cancel</button>
    </form>
  )
}

const Line = ({ doing, one, set }: {
  readonly one: ClassView
  readonly doing: Doing
  readonly set: (doing: Doing) => void
}) => {
  const done = (): void => set(undefined)
  if (doing?.what === "rename") {
    return (
      <li>
        <Rename one={one} done={done} />
      </li>
    )
  }
  if (doing?.what === "merge") {
    return (
      <li>
        <Merge one={one} done={done} />
      </li>
    )
  }
  return (
    <li>
      <Key name={one.key} />
      <span class="name">{one.name}</span>
      <span class="count">{counted(one.labels, "label")}</span>
      <button
        type="button"
        class="link"
        aria-label={`Rename ${one.name}`}
        onClick={() => set({ id: one.id, what: "rename" })}
      >
        Rename
      </button>
      <button
        type="button"
        class="link"
        aria-label={`Merge ${one.name} into another class`}
        onClick={() => set({ id: one.id, what: "merge" })}
      >
        Merge
      </button>
    </li>
  )
}

/** Adding, renaming and merging classes. */
export const ManageClasses = () => {
  const { classes, dialog, project } = useStudio(), doing = useSignal<Doing>(undefined), name = useSignal("")
  return (
    <Over title="Classes" wide>
      <ul class="manage">
        {project.classes.value.map((one) => (
          <Line
            key={one.id}
            one={one}
            doing={doing.value?.id === one.id ? doing.value : undefined}
            set={(next) => (doing.value = next)}
          />
        ))}
      </ul>
      <form
        class="add"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.value.trim() === "") return
          classes.add(name.value)
          name.value = ""
        }}
      >
        <input
          aria-label="Name of a new class"
          placeholder="A new class"
          maxLength={200}
          value={name}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
        <button type="submit">Add</button>
      </form>
      <p class="note">
        Every change can be undone, and no label is lost.{" "}
        <button type="button" class="link" onClick={() => (dialog.value = "keys")}>Change keys …</button>
      </p>
    </Over>
  )
}
