/**
 * How a made-up query is printed when a law fails on it: rows as rows.
 */
import type { Matrix } from "@marginalia/core"
import * as fc from "fast-check"

const isMatrix = (value: unknown): value is Matrix.Matrix | Matrix.Matrix64 =>
  typeof value === "object" && value !== null && "data" in value && "rows" in value && "cols" in value

const round = (x: number): string => String(Number(x.toPrecision(6)))

const text = (value: unknown): string => {
  if (ArrayBuffer.isView(value)) {
    return `[${Array.from(value as typeof value & Iterable<number>, round).join(", ")}]`
  }
  if (isMatrix(value)) {
    const { cols, data, rows } = value
    return `[${Array.from({ length: rows }, (_, i) => text(data.subarray(i * cols, (i + 1) * cols))).join(", ")}]`
  }
  if (Array.isArray(value)) return `[${value.map(text).join(", ")}]`
  if (typeof value === "object" && value !== null) {
    return `{ ${Object.entries(value).map(([name, part]) => `${name}: ${text(part)}`).join(", ")} }`
  }
  return String(value)
}

/** Gives a value a readable form in fast-check's reports; the value itself is not changed otherwise. */
export const show = <A extends object>(value: A): A =>
  Object.defineProperty(value, fc.toStringMethod, { value: () => text(value), enumerable: false })
