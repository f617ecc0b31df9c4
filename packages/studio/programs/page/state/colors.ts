/** Colors of classes: the first ten are told apart by most eyes; more follow around the wheel. */

/** Red, green and blue, from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number]

const ten: ReadonlyArray<Color> = [
  [66, 110, 214],
  [226, 120, 36],
  [46, 146, 92],
  [206, 66, 78],
  [138, 92, 196],
  [150, 104, 74],
  [222, 112, 176],
  [40, 158, 176],
  [168, 158, 36],
  [108, 120, 140]
]

/** Hue in degrees, saturation and lightness from 0 to 1. */
const hsl = (hue: number, saturation: number, lightness: number): Color => {
  const a = saturation * Math.min(lightness, 1 - lightness)
  const part = (n: number): number => {
    const k = (n + hue / 30) % 12
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return [part(0), part(8), part(4)]
}

/** The color of the class that is the `nth`, from 0. */
export const colorOf = (nth: number): Color =>
  ten[nth] ?? hsl((nth * 137.508) % 360, 0.55 + 0.15 * (nth % 2), 0.45 + 0.1 * (nth % 3))

/** From sure to unsure: gray to a warm red. */
export const heat = (value: number, dark: boolean): Color => {
  const [from, to]: readonly [Color, Color] = dark ? [[70, 76, 88], [255, 138, 92]] : [[206, 208, 214], [206, 62, 20]]
  return [0, 1, 2].map((i) => Math.round(from[i]! + (to[i]! - from[i]!) * value)) as unknown as Color
}

/** As CSS writes it. */
export const css = ([red, green, blue]: Color): string => `rgb(${red} ${green} ${blue})`

/** As a pixel of an image in little-endian memory. */
export const pixel = ([red, green, blue]: Color): number => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
