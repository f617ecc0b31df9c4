import { useStudio } from "../context.ts"
import { perform } from "../press.ts"
import { type Command, keysOf } from "../state/keys.ts"
import type { NamedClass } from "../state/project.ts"
import { Key, KeyOf } from "./key.tsx"

/** With more classes than this, only those with a key have a button; the others are found by typing. */
const MOST = 12

/** A click that leaves the focus where it is, so that Space skips instead of labeling again. */
export const stay = (event: MouseEvent): void => event.preventDefault()

interface Suggested {
  readonly p: number | null
  readonly by: string | null
}

/** How sure who suggests it is, and who that is where it is not the page's own model. */
const Sure = ({ by, p }: Suggested) => (
  <span class="p" title={by === null ? "how likely the model finds it" : `${by} suggests it`}>
    {by === null ? null : <small class="by">{by}</small>}
    {p === null ? null : (
      <>
        {Math.round(p * 100)}
        <small>%</small>
      </>
    )}
  </span>
)

const Choice = ({ one, suggested }: { readonly one: NamedClass; readonly suggested: Suggested | undefined }) => {
  const { labeling } = useStudio()
  return (
    <button
      type="button"
      class={suggested === undefined ? "choice" : "choice suggested"}
      aria-keyshortcuts={one.key ?? undefined}
      onMouseDown={stay}
      onClick={() => labeling.answer({ _tag: "Label", class: one.id })}
    >
      <Key name={one.key} />
      <span class="name" title={one.name}>{one.name}</span>
      {suggested === undefined ? null : <Sure {...suggested} />}
    </button>
  )
}

/** Opens the palette. */
export const FindClass = () => {
  const { dialog, project } = useStudio(), count = project.named.value.length
  return (
    <button type="button" class="choice find" onMouseDown={stay} onClick={() => (dialog.value = "palette")}>
      <KeyOf command="palette" />
      <span class="name">
        {count > MOST ? `All ${count} classes …` : count === 0 ? "Add the first class …" : "Another …"}
      </span>
    </button>
  )
}

/** The classes, each with its key. */
export const Choices = () => {
  const { labeling, project } = useStudio()
  const classes = project.named.value, suggested = labeling.suggested.value
  const shown = classes.length <= MOST
    ? classes
    : classes.filter(({ id, key }) => key !== null || id === suggested?.class)
  return (
    <div class="choices" role="group" aria-label="Classes">
      {shown.map((one) => (
        <Choice key={one.id} one={one} suggested={one.id === suggested?.class ? suggested : undefined} />
      ))}
      <FindClass />
    </div>
  )
}

const Other = ({ command, label }: { readonly command: Command; readonly label: string }) => {
  const studio = useStudio()
  return (
    <button
      type="button"
      class="quiet"
      aria-keyshortcuts={keysOf(studio.keys.value, command)[0]}
      onMouseDown={stay}
      onClick={() => perform(studio, command)}
    >
      {label} <KeyOf command={command} />
    </button>
  )
}

/** The answers that are no class. */
export const OtherAnswers = () => (
  <div class="others" role="group" aria-label="Other answers">
    <Other command="skip" label="Skip" />
    <Other command="cannotTell" label="Cannot tell" />
    <Other command="bad" label="Bad item" />
  </div>
)
