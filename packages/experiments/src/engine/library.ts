/**
 * Everything that an experiment file may name, beside strategies: the library's, and what plugins of this process added.
 */
import * as Registry from "@marginalia/core/Registry"
import { registry as datasets } from "@marginalia/datasets/named"
import { encoderRegistry } from "@marginalia/models/encoders"
import { backendRegistry, networkRegistry, trainingRegistry } from "@marginalia/models/training"
import { registry as oracles } from "../oracle/named.ts"

const builtIn = [datasets, encoderRegistry, networkRegistry, trainingRegistry, backendRegistry, oracles]

let current = builtIn.reduce(Registry.merge)

/** What can be named in this process. */
export const library = (): Registry.Registry => current

/** From now on these can be named in this process too; a later one takes the place of an earlier one. */
export const addToLibrary = (parts: ReadonlyArray<Registry.Described>): void => {
  const things = parts.filter(({ part }) => !Registry.isPart(part))
  if (things.length > 0) current = Registry.merge(current, Registry.make(things))
}
