import { useStudio } from "../context.ts"
import { turnTheme } from "../press.ts"
import { keysOf } from "../state/keys.ts"
import { type ViewName, views } from "../state/studio.ts"
import { KeyOf } from "./key.tsx"
import { SavedState } from "./saved.tsx"

const titles: Readonly<Record<ViewName, string>> = {
  label: "Label",
  grid: "Grid",
  review: "Review",
  map: "Map",
  progress: "Progress"
}

const Tabs = () => {
  const { keys, view } = useStudio()
  return (
    <nav class="tabs" aria-label="Views">
      {views.map((name) => (
        <a
          key={name}
          href={`#${name}`}
          aria-current={view.value === name ? "page" : undefined}
          aria-keyshortcuts={keysOf(keys.value, name)[0]}
          title={keysOf(keys.value, name)[0]}
        >
          {titles[name]}
        </a>
      ))}
    </nav>
  )
}

const Turns = () => {
  const { acts, project: { parts } } = useStudio()
  const { done, undone } = acts.turns.value, redo = parts.redo.value, undo = parts.undo.value
  const last = done.at(-1)?.what ?? undo, next = undone.at(-1)?.what ?? (done.length === 0 ? redo : null)
  return (
    <span class="turns">
      <button
        type="button"
        class="icon"
        aria-label="Undo"
        title={last === null ? "Nothing to undo" : `Undo: ${last}`}
        disabled={last === null}
        onClick={acts.undo}
      >
        ↶
      </button>
      <button
        type="button"
        class="icon"
        aria-label="Redo"
        title={next === null ? "Nothing to do again" : `Redo: ${next}`}
        disabled={next === null}
        onClick={acts.redo}
      >
        ↷
      </button>
    </span>
  )
}

/** The top of the page. */
export const Bar = () => {
  const studio = useStudio(), { parts } = studio.project
  const counts = parts.counts.value, name = parts.name.value, size = parts.size.value
  const done = size - counts.open - counts.skipped
  return (
    <header class="bar">
      <h1 title={name}>{name}</h1>
      <Tabs />
      <span class="tally">
        <b>{done.toLocaleString("en")}</b> of {size.toLocaleString("en")}
      </span>
      <SavedState />
      <Turns />
      <button
        type="button"
        class="icon"
        aria-label="Light or dark"
        title={`Theme: ${studio.settings.value.theme}`}
        onClick={() => turnTheme(studio)}
      >
        ◐
      </button>
      <button
        type="button"
        class="icon help"
        aria-label="Keys"
        title="Which key does what"
        onClick={() => (studio.dialog.value = "help")}
      >
        <KeyOf command="help" />
      </button>
    </header>
  )
}
