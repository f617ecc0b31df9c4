/**
 * Drawing without a browser: marks in, the text of an SVG out. The same input gives the same bytes.
 */
import * as Plot from "@observablehq/plot"
import { parseHTML } from "linkedom"
import { escape } from "../page/html.ts"
import { type Ink, ink, light } from "./look.ts"
import { type Rules, toXml, type Tree } from "./xml.ts"

const FONT = "ui-sans-serif, -apple-system, 'Segoe UI', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"

const coordinates = new Set(["d", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "dx", "dy"])

const described = new Set(["aria-label", "aria-description", "aria-hidden"])

/**
 * Without Plot's style, as the page has its own, and without its names of marks, as the whole has one; coordinates to a
 * tenth of a pixel.
 */
const rules: Rules = {
  keeps: (element) => element !== "style",
  attribute: (name, value) => {
    if (described.has(name)) return undefined
    return coordinates.has(name)
      ? value.replace(/-?\d+\.\d{2,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(1))))
      : value
  }
}

/** What a figure shows, for those who do not see it. */
export interface Described {
  readonly title: string
}

/**
 * Draws marks as an SVG for the page: colors are the page's variables, the text takes the page's color. `title` is read
 * aloud in its stead.
 */
export const draw = ({ title, ...options }: Plot.PlotOptions & Described): string => {
  const { document } = parseHTML("<html><body></body></html>")
  const figure = Plot.plot({
    className: "fig",
    style: { fontFamily: FONT, fontSize: "11px" },
    ...options,
    document: document as Document
  })
  const svg = toXml(figure as Tree, rules)
  return svg.replace("<svg ", () => `<svg role="img" aria-label="${escape(title)}" `)
}

/** A figure of the page as a file of its own: the light colors, a white ground, no variables. */
export const standalone = (svg: string): string => {
  const colored = svg.replace(/var\(--([a-z0-9]+)\)/g, (all, name: string) => light[name as Ink] ?? all)
    .replaceAll("currentColor", light.ink)
  const [, width = "0", height = "0"] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(colored) ?? []
  const ground = `<rect width="${width}" height="${height}" fill="${light.paper}" />`
  return `${
    colored.replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ").replace(/<svg [^>]*>/, (tag) => tag + ground)
  }\n`
}

/** The grid that lies behind the marks. */
export const gridY = (): Plot.Markish => Plot.gridY({ stroke: ink("grid"), strokeOpacity: 1 })

/** See {@link gridY}. */
export const gridX = (): Plot.Markish => Plot.gridX({ stroke: ink("grid"), strokeOpacity: 1 })
