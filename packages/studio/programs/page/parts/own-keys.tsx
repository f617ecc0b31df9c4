import { type Signal, useSignal } from "@preact/signals"
import { useLayoutEffect } from "preact/hooks"
import { useStudio } from "../context.ts"
import { type Command, commandNames, commands, type Deed, keysOf, pressed } from "../state/keys.ts"
import type { Studio } from "../state/studio.ts"
import { Over } from "./dialog.tsx"
import { Key } from "./key.tsx"

type Goal = Command | number | undefined

const ownerOf = (studio: Studio, deed: Deed | undefined): string | undefined => {
  if (deed === undefined) return undefined
  return "class" in deed ? `class ${studio.project.nameOf(deed.class)}` : commands[deed.command].title
}

/** Gives a key to a command or a class. */
const bind = (studio: Studio, goal: Command | number, key: string): void => {
  const { classes, keys, say, settings } = studio, taken = keys.peek().get(key)
  const owner = ownerOf(studio, taken)
  if (typeof goal === "number") {
    const character = key.replace(/^Shift\+/, "")
    if (Array.from(character).length !== 1) return say.say("A class's key is one character", "problem")
    classes.bind(goal, character)
  } else {
    if (taken !== undefined && "class" in taken) return say.say(`${key} is the key of ${owner}`, "problem")
    const own = { ...settings.peek().keys }
    if (taken !== undefined && taken.command !== goal) {
      own[taken.command] = keysOf(keys.peek(), taken.command).filter((one) => one !== key)
    }
    settings.value = { ...settings.peek(), keys: { ...own, [goal]: [key] } }
  }
  if (owner !== undefined) say.say(`${key} was the key of: ${owner}`)
}

const Line = ({ goal, keys, name, waiting }: {
  readonly goal: Command | number
  readonly keys: ReadonlyArray<string>
  readonly name: string
  readonly waiting: Signal<Goal>
}) => {
  const now = waiting.value === goal
  return (
    <li>
      <span>{name}</span>
      <span class="keys">
        {now ? <em role="status">press a key, or Esc</em> : keys.map((key) => <Key key={key} name={key} />)}
      </span>
      <button
        type="button"
        class="link"
        aria-label={`Change the key of ${name}`}
        onClick={() => (waiting.value = now ? undefined : goal)}
      >
        {now ? "Cancel" : "Change"}
      </button>
    </li>
  )
}

/** Keys of one's own: of commands in this browser, of classes in the project. */
export const OwnKeys = () => {
  const studio = useStudio(), { keys, project, settings } = studio, waiting = useSignal<Goal>(undefined)
  useLayoutEffect(() => {
    const take = (event: KeyboardEvent): void => {
      const goal = waiting.peek(), key = pressed(event)
      if (goal === undefined || key === undefined) return
      event.preventDefault()
      event.stopPropagation()
      waiting.value = undefined
      if (key !== "Escape") bind(studio, goal, key)
    }
    addEventListener("keydown", take, true)
    return () => removeEventListener("keydown", take, true)
  }, [])
  return (
    <Over title="Keys of your own" wide>
      <h3>
        Classes <small>for everyone in this project</small>
      </h3>
      <ul class="bindings">
        {project.named.value.map(({ id, key, name }) => (
          <Line key={id} goal={id} name={name} keys={key === null ? [] : [key]} waiting={waiting} />
        ))}
      </ul>
      <h3>
        Commands <small>in this browser</small>
      </h3>
      <ul class="bindings">
        {commandNames.map((name) => (
          <Line key={name} goal={name} name={commands[name].title} keys={keysOf(keys.value, name)} waiting={waiting} />
        ))}
      </ul>
      <button type="button" onClick={() => (settings.value = { ...settings.peek(), keys: {} })}>
        Usual keys for all commands
      </button>
    </Over>
  )
}
