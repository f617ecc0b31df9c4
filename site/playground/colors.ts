/** The colors of classes on the map. */
import type { Shown } from "./protocol.ts"

/** How many classes there are among the items whose class is known. */
export const classesIn = ({ truth }: Shown): number => truth.reduce((most, c) => Math.max(most, c + 1), 0)

/** The color of a class: its place on the circle of hues; how strong and how light is the sheet's. */
export const colorOf = (c: number, count: number, tone: string): string =>
  `hsl(${Math.round((360 * c) / Math.max(1, count))} ${tone})`
