/** Small gray images in a terminal: two pixels a character, one above the other. */
import { stripVTControlCharacters } from "node:util"

/** Lines, each shown in a column of `width`. */
export interface Block {
  readonly lines: ReadonlyArray<string>
  readonly width: number
}

const brightest = (pixels: ArrayLike<number>): number => Array.from(pixels).reduce((a, b) => Math.max(a, b), 0)

const halves = <A>(height: number, width: number, cell: (top: number, bottom: number) => A): Array<Array<A>> =>
  Array.from(
    { length: Math.ceil(height / 2) },
    (_, row) => Array.from({ length: width }, (_, col) => cell(2 * row * width + col, (2 * row + 1) * width + col))
  )

/** Without color: a half is drawn when its pixel is at least half as bright as the brightest. */
export const drawing = (pixels: ArrayLike<number>, height: number, width: number): ReadonlyArray<string> => {
  const limit = brightest(pixels) / 2
  const isOn = (at: number): boolean => limit > 0 && (pixels[at] ?? 0) >= limit
  const cell = (top: number, bottom: number): string =>
    isOn(top) ? (isOn(bottom) ? "█" : "▀") : isOn(bottom) ? "▄" : " "
  return halves(height, width, cell).map((line) => line.join(""))
}

const GRAYS = 24

/** In the 24 grays of a terminal with 256 colors. */
export const shaded = (pixels: ArrayLike<number>, height: number, width: number): ReadonlyArray<string> => {
  const most = Math.max(brightest(pixels), Number.MIN_VALUE)
  const gray = (at: number): number => 232 + Math.round((pixels[at] ?? 0) / most * (GRAYS - 1))
  const cell = (top: number, bottom: number): string => `\x1b[38;5;${gray(top)};48;5;${gray(bottom)}m▀`
  return halves(height, width, cell).map((line) => `${line.join("")}\x1b[0m`)
}

const pad = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - stripVTControlCharacters(text).length))

/** Blocks side by side; shorter ones are filled up with empty lines. */
export const besides = (blocks: ReadonlyArray<Block>): ReadonlyArray<string> => {
  const height = Math.max(0, ...blocks.map(({ lines }) => lines.length))
  return Array.from(
    { length: height },
    (_, i) => blocks.map(({ lines, width }) => pad(lines[i] ?? "", width)).join("").trimEnd()
  )
}
