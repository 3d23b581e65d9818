// A dataset in preparation.
export function DraftPage() {
  return null;
}
