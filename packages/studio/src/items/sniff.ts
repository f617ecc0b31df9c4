/**
 * What an image file is by how it begins, whatever it is called.
 */

const begins = (bytes: Uint8Array, text: string, at = 0): boolean => {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}

/** The media type of the formats that every browser shows; undefined for all else, pages and scripts among it. */
export const browserType = (
  bytes: Uint8Array
): "image/jpeg" | "image/png" | "image/gif" | "image/webp" | undefined => {
  if (begins(bytes, "\xFF\xD8\xFF")) return "image/jpeg"
  if (begins(bytes, "\x89PNG\r\n\x1A\n")) return "image/png"
  if (begins(bytes, "GIF87a") || begins(bytes, "GIF89a")) return "image/gif"
  return begins(bytes, "RIFF") && begins(bytes, "WEBP", 8) ? "image/webp" : undefined
}

/** Whether a WebP or PNG file that we wrote is there to its end: after a crash of the machine it may not be. */
export const isWhole = (bytes: Uint8Array): boolean => {
  const type = browserType(bytes)
  if (type === "image/png") return begins(bytes, "IEND", bytes.length - 8)
  if (type !== "image/webp" || bytes.length < 12) return false
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true) + 8 === bytes.length
}
