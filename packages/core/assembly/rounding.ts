// Bounds in single precision, from numbers that are not negative: never below, and never above.

export function up(x: f64): f32 {
  return <f32> (x * (1 + 3e-7))
}

export function down(x: f64): f32 {
  return <f32> (max(x, 0) * (1 - 3e-7))
}
