export { convolve, packFilter } from "./convolve"
export { filterGradient } from "./filter-gradient"
export { pad } from "./pad"
