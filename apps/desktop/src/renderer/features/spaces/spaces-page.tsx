export function SpacesPage() {
  return null;
}
