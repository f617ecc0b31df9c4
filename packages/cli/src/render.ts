/**
 * How a person at the command line reads an error: its data in words, and settings as flags.
 */
import { Message, Quote } from "@marginalia/core"
import { visible, visibleLines } from "@marginalia/core/Visible"
import { shellQuoted } from "./shell.ts"

/** Settings whose flag is not their name with hyphens. */
const FLAGS: { readonly [setting: string]: string } = {
  byPosition: "--labels-by-position",
  folder: "--data",
  plugins: "--plugin",
  remote: "--allow-remote",
  skip: "--skip-label"
}

/** What is no flag with a value at the command line. */
const COMMANDS: { readonly [setting: string]: (value: string) => string } = {
  embed: (encoder) => `marginalia embed ITEMS --out NEW.npy --encoder ${shellQuoted(encoder)}`,
  download: (name) => `marginalia data ${name} --download`,
  resume: (folder) => `marginalia run ${folder} --resume`
}

/** `labelColumn` → `--label-column`. */
const hyphens = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** `label-column` → `labelColumn`: what a flag's setting is called in code, by which errors name it. */
export const settingOf = (flag: string): string =>
  Object.entries(FLAGS).find(([, one]) => one === `--${flag}`)?.[0] ??
    flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

const word = (value: string): string => /^[\w./:=@%+-]+$/.test(value) ? value : JSON.stringify(value)

/** A setting as the command line has it: `--label-column`, `--size 224`, `--column probability=FILE`. */
export const asFlag: Message.Write = ({ call = false, column = false, example, setting, value }) => {
  if (column) return `--column ${setting}=FILE`
  if (call) return COMMANDS[setting]?.(String(value)) ?? `marginalia ${setting} ${String(value)}`
  if (setting === "labels" && value === "none") return "--unlabeled"
  const flag = FLAGS[setting] ?? hyphens(setting)
  if (example !== undefined) return `${flag} ${example}`
  if (value === undefined || value === true) return flag
  return `${flag} ${Array.isArray(value) ? value.map(word).join(",") : word(String(value))}`
}

const isMultiline = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "multiline" in error && error.multiline === true

const plain = (error: unknown): string => error instanceof Error ? error.message : String(error)

/** What an error says, with flags; one line, unless its class says that it has more. */
export const messageOf = (error: unknown): string => {
  if (isMultiline(error)) return visibleLines(plain(error))
  const says = Message.of(error)
  return typeof says === "string" ? visible(plain(error)) : Quote.message(visible(Message.render(says, asFlag)))
}
