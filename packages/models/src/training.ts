/** Training on whatever hardware there is: backends, networks, recipes, trained models. */
export { BackendUnavailable } from "./backend/errors.ts"
export { BackendChoice, type BackendName, backendNames, backends } from "./backend/names.ts"
export { type Probe, probe, probeAll } from "./backend/probe.ts"
export * as TensorBackend from "./backend/TensorBackend.ts"
