/** Where an archive's entry may be written. */

/**
 * The path of an entry below the folder that it is unpacked to, with `/` between; without the folder `strip` at its top.
 * Undefined for one that would lie outside: absolute, upwards, on a drive, with a zero byte; and `""` for the top itself.
 */
export const entryPath = (name: string, strip: string | undefined): string | undefined => {
  const plain = name.replaceAll("\\", "/")
  if (plain.startsWith("/") || /^[A-Za-z]:/.test(plain) || plain.includes("\0")) return undefined
  const pieces = plain.split("/").filter((piece) => piece !== "" && piece !== ".")
  if (pieces.includes("..")) return undefined
  return (pieces[0] === strip ? pieces.slice(1) : pieces).join("/")
}
