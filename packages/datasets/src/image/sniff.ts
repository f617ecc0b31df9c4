/** What an image file is by how it begins, whatever it is called. */

const begins = (bytes: Uint8Array, text: string, at = 0): boolean => {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}

/** The ending of image files that begin so, of the formats that are read: `.jpg`; undefined for all else. */
export const imageEnding = (bytes: Uint8Array): string | undefined => {
  if (begins(bytes, "\xFF\xD8\xFF")) return ".jpg"
  if (begins(bytes, "\x89PNG\r\n\x1A\n")) return ".png"
  if (begins(bytes, "RIFF") && begins(bytes, "WEBP", 8)) return ".webp"
  if (begins(bytes, "GIF87a") || begins(bytes, "GIF89a")) return ".gif"
  if (begins(bytes, "II*\0") || begins(bytes, "MM\0*") || begins(bytes, "II+\0") || begins(bytes, "MM\0+")) {
    return ".tif"
  }
  return begins(bytes, "ftypavif", 4) || begins(bytes, "ftypavis", 4) ? ".avif" : undefined
}
