/**
 * Values with a `.pipe` method of their own.
 */
import { type Pipeable, pipeArguments } from "effect/Pipeable"

const proto: Pipeable = {
  pipe() {
    return pipeArguments(this, arguments)
  }
}

/** The fields, with `.pipe`. */
export const pipeable = <A extends object>(fields: A): A & Pipeable =>
  Object.assign(Object.create(proto) as Pipeable, fields)
