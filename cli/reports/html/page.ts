export function* htmlReport(): Generator<string> {
  yield "";
}
