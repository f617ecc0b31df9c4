/**
 * Which key does what. A class's key comes first; then what the person bound; then what is usual.
 */

/** Everything that a key can do besides labeling. */
export const commands = {
  skip: { title: "Skip: ask again later", keys: ["Space", "s"], group: "Answer" },
  cannotTell: { title: "Cannot tell", keys: ["u"], group: "Answer" },
  bad: { title: "Bad item: broken, empty or not of this data", keys: ["x"], group: "Answer" },
  accept: { title: "Label as the model suggests", keys: ["a"], group: "Answer" },
  undo: { title: "Undo", keys: ["z", "Ctrl+z"], group: "Answer" },
  redo: { title: "Redo", keys: ["Shift+Z", "Ctrl+Shift+Z", "Ctrl+y"], group: "Answer" },
  palette: { title: "Find or add a class", keys: ["/", "Enter"], group: "Answer" },
  suggestion: { title: "Show or hide what the model suggests", keys: ["h"], group: "Look" },
  similar: { title: "Items like this one", keys: ["i"], group: "Look" },
  zoomIn: { title: "Zoom in", keys: ["+", "="], group: "Look" },
  zoomOut: { title: "Zoom out", keys: ["-"], group: "Look" },
  lighter: { title: "Brighter", keys: ["}"], group: "Look" },
  darker: { title: "Darker", keys: ["{"], group: "Look" },
  moreContrast: { title: "More contrast", keys: ["]"], group: "Look" },
  lessContrast: { title: "Less contrast", keys: ["["], group: "Look" },
  plain: { title: "Image as it is: no zoom, no contrast", keys: ["."], group: "Look" },
  font: { title: "Text in prose or monospace", keys: ["f"], group: "Look" },
  unfold: { title: "Unfold or fold a long text", keys: ["e"], group: "Look" },
  label: { title: "Label", keys: ["l"], group: "Go to" },
  grid: { title: "Grid", keys: ["g"], group: "Go to" },
  review: { title: "Review", keys: ["r"], group: "Go to" },
  map: { title: "Map", keys: ["m"], group: "Go to" },
  progress: { title: "Progress", keys: ["p"], group: "Go to" },
  theme: { title: "Light, dark, or as the system", keys: ["t"], group: "Page" },
  keys: { title: "Keys of your own", keys: ["k"], group: "Page" },
  help: { title: "This sheet", keys: ["?"], group: "Page" }
} as const satisfies Record<string, { title: string; keys: ReadonlyArray<string>; group: string }>

/** See {@link commands}. */
export type Command = keyof typeof commands

/** The names of all commands, in the order of the help sheet. */
export const commandNames = Object.keys(commands) as ReadonlyArray<Command>

/** What a key event tells that matters. */
export type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">

/** A key as it is written: `a`, `Shift+Z`, `Ctrl+z`, `Space`; `Ctrl` stands for ⌘ as well. Undefined for a lone modifier. */
export const pressed = ({ altKey, ctrlKey, key, metaKey, shiftKey }: Press): string | undefined => {
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead", "Unidentified", "Process"].includes(key)) return undefined
  const name = key === " " ? "Space" : key
  const letter = name.length === 1 && name.toLowerCase() !== name.toUpperCase()
  // AltGr says Ctrl and Alt, and has made another sign already.
  const graph = altKey && ctrlKey && name.length === 1
  const shift = shiftKey && (letter || name.length > 1) ? "Shift+" : ""
  return `${(ctrlKey || metaKey) && !graph ? "Ctrl+" : ""}${altKey && !graph ? "Alt+" : ""}${shift}${name}`
}

/** Keys of the person's own: for a command, what does it instead of what is usual; an empty list for none. */
export type Own = { readonly [K in Command]?: ReadonlyArray<string> }

/** What a key does. */
export type Deed = { readonly class: number } | { readonly command: Command }

/** The deeds, by key. */
export const keyMap = (
  classes: ReadonlyArray<{ readonly id: number; readonly key: string | null }>,
  own: Own
): ReadonlyMap<string, Deed> => {
  const map = new Map<string, Deed>()
  const put = (key: string, deed: Deed): void => {
    if (!map.has(key)) map.set(key, deed)
  }
  for (const { id, key } of classes) if (key !== null) put(classKey(key), { class: id })
  for (const command of commandNames) own[command]?.forEach((key) => put(key, { command }))
  for (const command of commandNames) {
    if (own[command] === undefined) commands[command].keys.forEach((key) => put(key, { command }))
  }
  return map
}

/** The key of a class, which is one character, as a press is written. */
export const classKey = (key: string): string =>
  key === " " ? "Space" : key.toLowerCase() !== key && key.length === 1 ? `Shift+${key}` : key

/** The keys that do a command now; those that a class or another command has are left out. */
export const keysOf = (map: ReadonlyMap<string, Deed>, command: Command): ReadonlyArray<string> =>
  [...map].filter(([, deed]) => "command" in deed && deed.command === command).map(([key]) => key)

const signs: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc"
}

/** A key as people read it. */
export const spelled = (key: string): string => {
  const [, modifiers = "", name = ""] = /^((?:Ctrl\+|Alt\+|Shift\+)*)(.+)$/.exec(key) ?? []
  return `${modifiers}${signs[name] ?? (modifiers === "" ? name : name.toUpperCase())}`
}
