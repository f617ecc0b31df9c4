/** What a key does: in a dialog and while typing nothing of ours, then what the view in front makes of it, then the page's. */
import { type Command, type Deed, pressed } from "./state/keys.ts"
import { lit, plain, zoomed } from "./state/look.ts"
import { isView, type Studio } from "./state/studio.ts"

/** Whether someone types there. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=range])"))

/** Whether the key already has a meaning where the focus is: buttons are pressed by Space and Enter. */
const isTaken = (target: EventTarget | null, key: string): boolean =>
  target instanceof HTMLElement &&
  ((["Space", "Enter"].includes(key) && target.matches("button, a, summary, [role=tab], [role=menuitem]")) ||
    target.matches("input[type=range], input[type=radio]"))

const themes = { system: "dark", dark: "light", light: "system" } as const

/** Shows or hides what the model suggests. */
const toggleSuggestion = ({ say, settings }: Studio): void => {
  const suggestion = !settings.peek().suggestion
  settings.value = { ...settings.peek(), suggestion }
  say.say(suggestion ? "The model's suggestion is shown" : "The model's suggestion is hidden")
}

/** The next theme. */
export const turnTheme = ({ say, settings }: Studio): void => {
  const theme = themes[settings.peek().theme]
  settings.value = { ...settings.peek(), theme }
  say.say(theme === "system" ? "Light or dark as the system is" : `The page is ${theme}`)
}

const looks: { readonly [K in Command]?: (studio: Studio) => void } = {
  zoomIn: ({ look }) => look.change((sight) => zoomed(sight, 1.25)),
  zoomOut: ({ look }) => look.change((sight) => zoomed(sight, 0.8)),
  lighter: ({ look }) => look.change((sight) => lit(sight, "brightness", true)),
  darker: ({ look }) => look.change((sight) => lit(sight, "brightness", false)),
  moreContrast: ({ look }) => look.change((sight) => lit(sight, "contrast", true)),
  lessContrast: ({ look }) => look.change((sight) => lit(sight, "contrast", false)),
  plain: ({ look }) => look.change(() => plain),
  unfold: ({ look }) => look.fold(),
  font: ({ settings }) => {
    settings.value = { ...settings.peek(), mono: !settings.peek().mono }
  }
}

const deeds: { readonly [K in Command]?: (studio: Studio) => void } = {
  ...looks,
  undo: ({ acts }) => acts.undo(),
  redo: ({ acts }) => acts.redo(),
  suggestion: toggleSuggestion,
  theme: turnTheme,
  help: ({ dialog }) => {
    dialog.value = "help"
  },
  keys: ({ dialog }) => {
    dialog.value = "keys"
  }
}

const answers: { readonly [K in Command]?: (studio: Studio) => void } = {
  skip: ({ labeling }) => labeling.answer({ _tag: "Skip" }),
  cannotTell: ({ labeling }) => labeling.answer({ _tag: "CannotTell" }),
  bad: ({ labeling }) => labeling.answer({ _tag: "Bad" }),
  accept: ({ labeling }) => {
    const suggested = labeling.suggested.peek()
    if (suggested !== undefined) labeling.answer({ _tag: "Label", class: suggested.class })
  },
  palette: ({ dialog }) => {
    dialog.value = "palette"
  },
  similar: ({ dialog, labeling, similarTo }) => {
    similarTo.value = labeling.current.peek()?.item
    if (similarTo.peek() !== undefined) dialog.value = "similar"
  }
}

/** Does a command; false where it means nothing here. */
export const perform = (studio: Studio, command: Command): boolean => {
  if (isView(command)) studio.view.value = command
  const deed = deeds[command] ?? (studio.view.peek() === "label" ? answers[command] : undefined)
  deed?.(studio)
  return deed !== undefined || isView(command)
}

/** Does what a key stands for; false where it means nothing here. */
const act = (studio: Studio, deed: Deed | undefined): boolean => {
  if (deed === undefined) return false
  if ("command" in deed) return perform(studio, deed.command)
  if (studio.view.peek() !== "label") return false
  studio.labeling.answer({ _tag: "Label", class: deed.class })
  return true
}

/** Takes a key. */
export const press = (studio: Studio, event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.isComposing || studio.dialog.peek() !== undefined) return
  const key = pressed(event)
  if (key === undefined || isTyping(event.target) || isTaken(event.target, key)) return
  const deed = studio.keys.peek().get(key)
  const caught = studio.catchers.get(studio.view.peek())?.(deed, key) ?? false
  if (caught || act(studio, deed)) event.preventDefault()
}
