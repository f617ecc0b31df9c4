/**
 * The strategy that the others are compared with. Tested in `expand.test.ts`.
 */
import { Suggest } from "@marginalia/core"
import { ConfigIssue } from "../file/mistake.ts"
import type { Preset } from "../preset/preset.ts"
import type { Unit } from "../unit.ts"
import type { Request } from "./request.ts"

/** The one that the file names, else the preset's, else random, else the first. Throws `ConfigIssue` for one that does not take part. */
export const controlOf = ({ file }: Request, preset: Preset | undefined, units: ReadonlyArray<Unit>): string => {
  const names = [...new Set(units.map(({ strategy }) => strategy.name))]
  const asked = file?.file.control
  if (asked !== undefined) {
    if (names.includes(asked)) return asked
    throw new ConfigIssue(
      ["control"],
      `the control ${asked} is none of the strategies.${Suggest.hint(asked, names)}`,
      Suggest.fault(asked, names)
    )
  }
  return [preset?.control, "random"].find((name) => name !== undefined && names.includes(name)) ?? names[0]!
}
