import { useStudio } from "../context.ts"
import { type Command, keysOf, spelled } from "../state/keys.ts"

/** A key, as on a keyboard. Readers of the screen hear it from `aria-keyshortcuts` of what it belongs to. */
export const Key = ({ name }: { readonly name: string | null | undefined }) =>
  name === null || name === undefined ? null : <kbd aria-hidden="true">{spelled(name)}</kbd>

/** The first key of a command. */
export const KeyOf = ({ command }: { readonly command: Command }) => {
  const [first] = keysOf(useStudio().keys.value, command)
  return <Key name={first} />
}
