export function SpacePage() {
  return null;
}
