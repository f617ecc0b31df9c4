// Every exported function is a kernel with a twin of the same name in ../src/kernels. Addresses are bytes.
export { dots } from "./dots"
export { normalizeRows } from "./normalize-rows"
export { rowNorms } from "./row-norms"
export { squaredDistances } from "./squared-distances"
