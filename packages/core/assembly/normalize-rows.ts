import { sumSquares } from "./row-norms"

export function normalizeRows(x: usize, rows: i32, cols: i32, norms: usize): void {
  for (let i = 0; i < rows; i++, norms += 8) {
    const norm = Math.sqrt(sumSquares(x, cols))
    store<f64>(norms, norm)
    const end = x + (<usize> cols << 2)
    if (norm == 0) x = end
    for (; x < end; x += 4) store<f32>(x, <f32> (<f64> load<f32>(x) / norm))
  }
}
