/** One gray for a color, wherever colors become gray: ITU-R 601 on the values as they are stored, as Pillow's "L". */

/** The gray of a color of bytes: a byte, the same as Pillow's to the last bit. Equal channels keep their value. */
export const grayByte = (red: number, green: number, blue: number): number =>
  (red * 19_595 + green * 38_470 + blue * 7471 + 0x8000) >>> 16

/** The gray of a color of real numbers: 0.299 red + 0.587 green + 0.114 blue. */
export const grayReal = (red: number, green: number, blue: number): number => 0.299 * red + 0.587 * green + 0.114 * blue

/** Gray bytes of an image's red, green and blue ones. */
export const grayBytes = (colors: Uint8Array): Uint8Array =>
  Uint8Array.from(
    { length: colors.length / 3 },
    (_, i) => grayByte(colors[3 * i]!, colors[3 * i + 1]!, colors[3 * i + 2]!)
  )
