declare module "virtual:digits" {
  /** A byte a pixel, in base 64. */
  export const pixels: string
  /** A letter an image: its digit. */
  export const labels: string
}
